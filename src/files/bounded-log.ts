/** Half of what a log keeps: the beginning says what ran, the end says how it went. */
const HALF = 512 * 1024;

/** Output of any length in at most 1 MiB: all of it, or its beginning and its end with a line between that says how much is left out. */
export class BoundedLog {
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #dropped = 0;

  add(chunk: Buffer): void {
    const fits = Math.min(chunk.length, HALF - this.#headBytes);
    if (fits > 0) this.#head.push(chunk.subarray(0, fits));
    this.#headBytes += fits;
    if (fits === chunk.length) return;
    this.#tail.push(chunk.subarray(fits));
    this.#tailBytes += chunk.length - fits;
    // Joined only once twice as much has come together, so that many small chunks do not cost a copy each.
    if (this.#tailBytes > 2 * HALF) this.#trim();
  }

  text(): string {
    this.#trim();
    const left = this.#dropped === 0 ? [] : [Buffer.from(`\n… ${this.#dropped} bytes left out …\n`)];
    return Buffer.concat([...this.#head, ...left, ...this.#tail]).toString();
  }

  #trim(): void {
    const excess = this.#tailBytes - HALF;
    if (excess <= 0) return;
    this.#tail = [Buffer.from(Buffer.concat(this.#tail).subarray(excess))];
    this.#tailBytes = HALF;
    this.#dropped += excess;
  }
}
