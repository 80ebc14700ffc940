import { describe, expect, it } from '@jest/globals';
import type { Database } from '../../../src/eventstore/embedded/database.js';
import { FrameBuffer } from '../../../src/eventstore/embedded/frame.js';
import { Log } from '../../../src/eventstore/embedded/log.js';

const id = '01890000-0000-7000-8000-000000000001';
const frame = (): Uint8Array => {
  const buffer = new FrameBuffer();
  const nothing = new Uint8Array();
  buffer.add({ stream: 's', revision: 0, position: 1, created: 0, id, type: 'T', json: true, metadata: nothing, data: nothing });
  return buffer.bytes;
};

/** A file into which another process commits its first event just before it is asked how far the log goes. */
const contestedDatabase = (): Database => {
  let isWritten = false;
  const get = (sql: string) => {
    if (!sql.includes('max(position)')) return isWritten ? { position: 1, count: 1, events: frame() } : undefined;
    isWritten = true;
    return { last: 1 };
  };
  return { file: 'events.db', get } as unknown as Database;
};

describe('the log', () => {
  it('takes an event that another process commits between two looks for what it is, not for a lost one', () => {
    const chunk = new Log(contestedDatabase()).chunkAfter(0);
    expect(chunk).toMatchObject({ first: 1, last: 1 });
    expect(chunk?.event(1)).toMatchObject({ stream: 's', revision: 0 });
  });
});
