import { describe, expect, it } from '@jest/globals';
import { decideWrite, type Decision, type Expected, type StreamState } from '../../../src/eventstore/embedded/write-decision.js';

const write: Decision = { kind: 'write' };
const deleted: Decision = { kind: 'deleted' };
const wrong = (actual: number): Decision => ({ kind: 'wrong-revision', actual });
const repeat = (revision: number): Decision => ({ kind: 'repeat', revision });

/** A stream whose events have these ids, one letter each. */
const decide = (expected: Expected, ids: string, past: string, state: Partial<StreamState> = {}): Decision =>
  decideWrite(
    expected,
    [...ids],
    { last: past.length - 1, deletion: 'none', hasMetadata: false, ...state },
    {
      idAt: (revision) => past[revision],
      revisionOf: (id) => (past.includes(id) ? past.lastIndexOf(id) : undefined),
    },
  );

describe('the decision about an append', () => {
  it.each<[Expected, string, string, Decision]>([
    ['no_stream', 'a', '', write],
    ['any', 'a', '', write],
    ['stream_exists', 'a', '', wrong(-1)],
    [0, 'a', '', wrong(-1)],
    ['no_stream', 'x', 'ab', wrong(1)],
    ['any', 'x', 'ab', write],
    ['stream_exists', 'x', 'ab', write],
    [1, 'x', 'ab', write],
    [0, 'x', 'ab', wrong(1)],
    [2, 'x', 'ab', wrong(1)],
  ])('expecting %s, writing %p to %p: %p', (expected, ids, past, decision) => {
    expect(decide(expected, ids, past)).toEqual(decision);
  });

  it.each<[Expected, string, string, Decision]>([
    ['no_stream', 'a', 'abc', repeat(0)],
    ['no_stream', 'ab', 'abc', repeat(1)],
    ['no_stream', 'abc', 'abc', repeat(2)],
    ['no_stream', 'abcd', 'abc', wrong(2)],
    ['no_stream', 'ax', 'abc', wrong(2)],
    ['no_stream', 'b', 'abc', wrong(2)],
    [0, 'b', 'abc', repeat(1)],
    [0, 'bc', 'abc', repeat(2)],
    [0, 'bcd', 'abc', wrong(2)],
    [0, 'c', 'abc', wrong(2)],
    [2, 'c', 'abc', write],
    [2, 'abc', 'abc', write],
    ['any', 'b', 'abc', repeat(1)],
    ['any', 'bc', 'abc', repeat(2)],
    ['any', 'ca', 'abc', repeat(0)],
    ['any', 'bx', 'abc', wrong(2)],
    ['any', 'xb', 'abc', write],
    ['any', 'bxc', 'abc', wrong(2)],
    ['stream_exists', 'bc', 'abc', repeat(2)],
    ['stream_exists', 'bx', 'abc', wrong(2)],
    ['any', 'a', 'aba', repeat(2)],
  ])('sending again: expecting %s, writing %p to %p: %p', (expected, ids, past, decision) => {
    expect(decide(expected, ids, past)).toEqual(decision);
  });

  it.each<[Expected, string, Decision]>([
    ['no_stream', '', repeat(-1)],
    ['any', '', repeat(-1)],
    ['stream_exists', '', wrong(-1)],
    [0, '', wrong(-1)],
    ['no_stream', 'ab', repeat(1)],
    ['any', 'ab', repeat(1)],
    ['stream_exists', 'ab', repeat(1)],
    [0, 'ab', repeat(1)],
    [1, 'ab', repeat(1)],
    [2, 'ab', wrong(1)],
  ])('nothing at all: expecting %s of %p: %p', (expected, past, decision) => {
    expect(decide(expected, '', past)).toEqual(decision);
  });

  it.each<[Expected, string, Decision]>([
    ['no_stream', 'x', write],
    ['no_stream', 'ax', wrong(1)],
    ['no_stream', 'ab', repeat(1)],
    ['any', 'x', write],
    ['stream_exists', 'x', deleted],
    [1, 'x', write],
    [0, 'x', wrong(1)],
  ])('a deleted stream may be written to again: expecting %s, writing %p: %p', (expected, ids, decision) => {
    expect(decide(expected, ids, 'ab', { deletion: 'soft' })).toEqual(decision);
  });

  it.each<Expected>(['no_stream', 'any', 'stream_exists', 0, 1, 2])(
    'a stream deleted for good is never written to, expecting %s',
    (expected) => {
      expect(decide(expected, 'x', 'ab', { deletion: 'hard' })).toEqual(deleted);
      expect(decide(expected, '', 'ab', { deletion: 'hard' })).toEqual(deleted);
    },
  );

  it('a stream with nothing but metadata exists', () => {
    expect(decide('stream_exists', 'x', '', { hasMetadata: true })).toEqual(write);
    expect(decide('no_stream', 'x', '', { hasMetadata: true })).toEqual(write);
  });
});
