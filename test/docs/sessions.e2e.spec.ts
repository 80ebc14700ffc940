import { describe, expect, it } from '@jest/globals';
import { readSession, runSession } from '../support/console-session.js';

describe('a session in the documentation prints what the page says', () => {
  it.each(['README.md', 'docs/tutorial/first-template.md'])(
    '%s',
    async (page) => {
      const session = await readSession(page);
      expect(session.length).toBeGreaterThan(3);
      expect(await runSession(session)).toEqual(session);
    },
    60_000,
  );
});
