import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import type { FileWriter } from '../../src/commands/ports.js';
import { reconcileInterrupted } from '../../src/commands/reconcile.js';
import { DomainError } from '../../src/domain/decider.js';
import { EmbeddedEventStore } from '../../src/eventstore/embedded-event-store.js';
import { metadata } from '../support/specification.js';
import { afterThisTest, temporaryFolder } from '../support/temporary.js';

const unwanted = () => Promise.reject(new Error('not called'));

describe('reconcileInterrupted', () => {
  it('goes on to the next one where a write cannot be mended yet, and says which', async () => {
    const store = await EmbeddedEventStore.open(join(await temporaryFolder(), 'events.db'));
    afterThisTest(() => store.close());
    const problem = new DomainError('NOT_PUT_BACK', 'the disk is read-only');
    const settled: string[] = [];
    const files: FileWriter = {
      plan: unwanted,
      write: unwanted,
      unsettled: async () => ['stuck', 'fine'],
      reconcile: async (generationId) => {
        if (generationId === 'stuck') throw problem;
        return { end: 'undone' };
      },
      settle: async (generationId) => void settled.push(generationId),
    };
    expect(await reconcileInterrupted({ store, files }, metadata())).toEqual([
      { generationId: 'stuck', end: 'stuck', problem },
      { generationId: 'fine', end: 'undone' },
    ]);
    expect(settled).toEqual(['fine']);
  });
});
