import { describe, expect, it } from '@jest/globals';
import { noOutcomes, scoreOf, verdictOf, withOutcome } from '../../../src/projections/success/verdict.js';

type Said = Parameters<typeof withOutcome>[1];

const after = (...said: readonly Said[]) => said.reduce(withOutcome, noOutcomes);
const says = (source: string, success: boolean, score?: number): Said => ({ source, success, ...(score !== undefined && { score }) });
const brokeDown = (source: string): Said => ({ source, success: false, infrastructure: true });

describe('The verdict on a generation', () => {
  it('is unknown while nobody has reported', () => expect(verdictOf(after())).toBe('unknown'));
  it('is success when every source says so', () => expect(verdictOf(after(says('ci', true), says('user', true)))).toBe('succeeded'));
  it('is failure when one source says so', () => expect(verdictOf(after(says('ci', true), says('user', false)))).toBe('failed'));
  it('goes by what each source said last', () => {
    expect(verdictOf(after(says('ci', false), says('user', true), says('ci', true)))).toBe('succeeded');
    expect(verdictOf(after(says('ci', true), says('ci', false)))).toBe('failed');
  });
  it('is not changed by the same said again', () =>
    expect(after(says('ci', true, 0.5), says('ci', true, 0.5))).toEqual(after(says('ci', true, 0.5))));
  it('says nothing where only the infrastructure failed', () =>
    expect(verdictOf(after(brokeDown('ci'), brokeDown('run')))).toBe('infrastructure'));
  it('lets a failure of the infrastructure neither count nor take anything back', () => {
    expect(verdictOf(after(says('user', true), brokeDown('ci')))).toBe('succeeded');
    expect(verdictOf(after(says('ci', false), brokeDown('ci')))).toBe('failed');
    expect(verdictOf(after(says('ci', true), brokeDown('ci')))).toBe('succeeded');
  });
  it('counts a success whatever the infrastructure did', () =>
    expect(verdictOf(after({ ...says('ci', true), infrastructure: true }))).toBe('succeeded'));
  it('knows sources by any name', () => expect(verdictOf(after(says('__proto__', false), says('constructor', true)))).toBe('failed'));
});

describe('The score of a generation', () => {
  it('is the mean of what each source said last', () =>
    expect(scoreOf(after(says('ci', true, 0.2), says('user', true, 1), says('ci', true, 0.5)))).toBe(0.75));
  it('is none where none was given', () => expect(scoreOf(after(says('ci', true), brokeDown('user')))).toBeNull());
  it('goes when its source speaks again without one', () => expect(scoreOf(after(says('ci', true, 0.5), says('ci', false)))).toBeNull());
});
