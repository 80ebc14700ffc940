import { describe, expect, it } from '@jest/globals';
import { progress, type Progress } from '../../../src/cli/terminal/progress.js';

const env = { LANG: 'C.UTF-8', TERM: 'xterm', NO_COLOR: '1' };

const on = (stream: { isTTY?: boolean; columns?: number }, total?: number) => {
  const writes: string[] = [];
  let time = 0;
  const line = progress({ ...stream, write: (text) => writes.push(text) }, { label: 'events', total, env, now: () => time });
  const advanceAt = (milliseconds: number, by: number): Progress => {
    time = milliseconds;
    line.advance(by);
    return line;
  };
  return { writes, line, advanceAt };
};

describe('progress', () => {
  it('says how far, how fast and how long, on one line', () => {
    const { writes, advanceAt, line } = on({ isTTY: true, columns: 80 }, 12_400);
    advanceAt(1_000, 3_100);
    expect(writes).toEqual(['\r\u001b[K█████░░░░░░░░░░░░░░░  events  3,100/12,400  25 %  3,100/s  3 s left']);
    line.end();
    expect(writes.at(-1)).toBe('\r\u001b[K');
  });

  it('leaves the bar out where it does not fit, and cuts what is still too long', () => {
    const { writes, advanceAt } = on({ isTTY: true, columns: 30 }, 12_400);
    advanceAt(1_000, 3_100);
    expect(writes).toEqual(['\r\u001b[Kevents  3,100/12,400  25 %  …']);
  });

  it('says how many and how fast where the total is not known', () => {
    const { writes, advanceAt } = on({ isTTY: true, columns: 80 });
    advanceAt(500, 50);
    expect(writes).toEqual(['\r\u001b[Kevents  50  100/s']);
  });

  it('shows nothing for short work, and draws ten times a second at most', () => {
    const { writes, advanceAt, line } = on({ isTTY: true, columns: 80 }, 1_000);
    for (let time = 0; time < 300; time += 10) advanceAt(time, 1);
    expect(writes).toEqual([]);
    for (let time = 300; time < 1_300; time += 1) advanceAt(time, 0.5);
    expect(writes).toHaveLength(10);
    line.end();
    advanceAt(2_000, 1);
    line.end();
    expect(writes).toHaveLength(11);
  });

  it.each([
    [59, '59 s left'],
    [60 * 59, '59 min left'],
    [60 * 90, '1 h 30 min left'],
  ])('%i seconds are %s', (seconds, words) => {
    const { writes, advanceAt } = on({ isTTY: true, columns: 90 }, seconds + 1);
    advanceAt(1_000, 1);
    expect(writes[0]).toContain(words);
  });

  it('writes nothing where there is no terminal', () => {
    const { writes, advanceAt, line } = on({ columns: 80 }, 10);
    advanceAt(1_000, 5);
    line.end();
    expect(writes).toEqual([]);
  });
});
