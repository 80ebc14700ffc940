import type { DataSource } from 'typeorm';
import { migrate } from '../database/migrate.js';
import { existingTables, tableNames } from '../database/tables.js';
import { DomainError } from '../domain/decider.js';
import { joinBuild } from './builds.js';
import { CheckpointRow } from './checkpoint.rows.js';
import type { Projection } from './projection.js';
import { trackOf, type Track } from './track.js';

const refuseNewer = ({ name, version }: Projection, live: CheckpointRow | undefined): void => {
  if (live !== undefined && live.version > version)
    throw new DomainError(
      'READ_MODEL_NEWER',
      `the read model ${name} was built by a newer Formwork (version ${live.version}, this one makes ${version})`,
      {
        hint: `use that Formwork, or take the read model back with: formwork rebuild ${name}`,
      },
    );
};

/**
 * What each projection has to write to: its live tables where they are all there and of its version, else a build that will take their
 * place.
 *
 * @throws DomainError READ_MODEL_NEWER
 */
export const tracksOf = async (db: DataSource, projections: readonly Projection[]): Promise<Track[]> => {
  await migrate(db, tableNames(db, [CheckpointRow]));
  const existing = await existingTables(db);
  const lives = await db.manager.findBy(CheckpointRow, { prefix: '' });
  const tracks: Track[] = [];
  for (const projection of projections) {
    const live = lives.find(({ name }) => name === projection.name);
    refuseNewer(projection, live);
    const usable = live?.version === projection.version && tableNames(db, projection.tables).every((table) => existing.has(table));
    tracks.push(usable ? trackOf(projection, live) : await joinBuild(db, projection));
  }
  return tracks;
};
