import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareVersions, isVersion, resolveVersion } from '../../src/domain/version.js';

describe('compareVersions', () => {
  it('orders the example of SemVer 2.0.0 §11.4', () => {
    const ordered = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
    ];
    expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
  });
  it('compares numbers as numbers', () => expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0));
  it('is a total order', () => {
    const version = fc
      .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom('', '-a', '-1', '-a.1', '-a.b'))
      .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre}`);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(-compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('isVersion', () => {
  it.each(['1.0.0', '0.0.1-rc.1', '1.2.3+build.5'])('takes %s', (text) => expect(isVersion(text)).toBe(true));
  it.each(['1.0', 'v1.0.0', '01.0.0', '1.0.0-', ''])('refuses "%s"', (text) => expect(isVersion(text)).toBe(false));
});

describe('resolveVersion', () => {
  const published = ['2.3.0', '2.3.10', '2.3.9', '2.4.0-rc.1', '3.0.0'];
  it('takes 2.3 for the highest 2.3.x', () => expect(resolveVersion('2.3', published)).toBe('2.3.10'));
  it('takes 2 for the highest 2.x', () => expect(resolveVersion('2', published)).toBe('2.3.10'));
  it('takes an exact version as it is', () => expect(resolveVersion('2.4.0-rc.1', published)).toBe('2.4.0-rc.1'));
  it('never picks a pre-release by prefix', () => expect(resolveVersion('2.4', published)).toBeUndefined());
  it('does not take 2.3 for 2.30', () => expect(resolveVersion('2.3', ['2.30.0'])).toBeUndefined());
});
