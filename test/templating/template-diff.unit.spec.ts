import { describe, expect, it } from '@jest/globals';
import { diffTemplates } from '../../src/templating/template-diff.js';
import { templateOf } from './support/bundles.js';

const OLD = templateOf(
  {
    spec_version: '1.0.0',
    description: 'A cache',
    questions: [{ name: 'ttl', type: 'number', default: 5 }, { name: 'gone', type: 'string' }], // prettier-ignore
    files: [{ path: 'a', template: 'body' }, { path: 'b', template: 'body' }], // prettier-ignore
  },
  { body: 'one\ntwo\nthree\n', old: 'x\n', picture: { bytes: new Uint8Array([0xff, 0]) }, same: 's' },
);
const NEW = templateOf(
  {
    spec_version: '2.0.0',
    description: 'A better cache',
    questions: [{ name: 'ttl', type: 'number', default: 10, min: 1 }, { name: 'added', type: 'boolean' }], // prettier-ignore
    files: [{ path: 'a', template: 'body', when: 'added' }],
  },
  { body: 'one\n2\nthree\n', fresh: 'y\n', picture: { bytes: new Uint8Array([0xff, 1]) }, same: 's' },
);

describe('the difference between two versions', () => {
  const diff = diffTemplates(OLD, NEW);
  it('names questions that came, went and changed', () => {
    expect(diff).toMatchObject({ from: '1.0.0', to: '2.0.0' });
    expect(diff.questions).toEqual({
      added: [{ name: 'added', type: 'boolean' }],
      removed: [{ name: 'gone', type: 'string' }],
      changed: [{ name: 'ttl', changes: [{ property: 'default', from: 5, to: 10 }, { property: 'min', to: 1 }] }], // prettier-ignore
    });
  });
  it('names files and other properties', () => {
    expect(diff.files).toEqual({ added: [], removed: [{ path: 'b', template: 'body' }], changed: [{ name: 'a', changes: [{ property: 'when', to: 'added' }] }] }); // prettier-ignore
    expect(diff.properties).toEqual([{ property: 'description', from: 'A cache', to: 'A better cache' }]);
  });
  it('shows bodies line by line, and says of binary files only that they changed', () => {
    expect(diff.bodies.map(({ path, state, patch }) => [path, state, patch !== undefined])).toEqual([
      ['body', 'changed', true],
      ['fresh', 'added', true],
      ['old', 'removed', true],
      ['picture', 'changed', false],
    ]);
    expect(diff.bodies[0]!.patch).toContain('-two\n+2\n');
    expect(diff.bodies[1]!.patch).toContain('--- /dev/null\n+++ fresh\n');
  });
  it('of a version to itself is none', () => {
    expect(diffTemplates(OLD, OLD)).toMatchObject({ questions: { added: [], removed: [], changed: [] }, properties: [], bodies: [] });
  });
});
