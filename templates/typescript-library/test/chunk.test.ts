import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { chunk } from "../src/index.ts";

describe("chunk", () => {
  it("puts what is left into a shorter last part", () => {
    assert.deepEqual(chunk([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  });

  it("makes one part of a list shorter than the size", () => {
    assert.deepEqual(chunk(["a"], 3), [["a"]]);
  });

  it("makes no part of an empty list", () => {
    assert.deepEqual(chunk([], 3), []);
  });

  for (const size of [0, -1, 1.5, Number.NaN]) {
    it(`refuses a size of ${size}`, () => {
      assert.throws(() => chunk([1, 2], size), RangeError);
    });
  }
});
