import type { Progress } from '../../projections/catch-up.js';
import { readModels } from '../../projections/read-models.js';
import { rebuild as rebuildReadModels } from '../../projections/rebuild.js';
import type { Invocation } from '../invocation.js';
import { withDatabase } from '../read-models.js';
import { progress } from '../terminal/progress.js';
import { withFormwork } from '../with-formwork.js';

/** `formwork rebuild [PROJECTION]`: beside the live read models, swapped in when complete. */
export const rebuild = (invocation: Invocation, name: string | undefined): Promise<void> =>
  withFormwork(invocation, ({ formwork }) =>
    withDatabase(formwork, async (db) => {
      const start = performance.now();
      const names = name === undefined ? {} : { names: [name] };
      const position = await formwork.ports.store.lastPosition();
      const shown = progress(process.stderr, { label: 'Rebuilding', total: Number(position) });
      let reached = 0n;
      const onProgress = (step: Progress) => {
        shown.advance(Number(step.position - reached));
        reached = step.position;
      };
      try {
        await rebuildReadModels(db, formwork.ports.store, readModels(), { ...names, onProgress });
      } finally {
        shown.end();
      }
      const seconds = (performance.now() - start) / 1000;
      const rebuilt = name === undefined ? readModels().map((projection) => projection.name) : [name];
      invocation.output.result({ rebuilt, position, seconds }, () => [
        `Rebuilt ${rebuilt.join(', ')} from the events up to position ${position} in ${seconds.toFixed(1)} s`,
      ]);
    }),
  );
