import type { DataSource } from 'typeorm';
import { DatabaseUnavailableError } from '../database/database-error.js';
import { openDatabase } from '../database/open-database.js';
import { DomainError } from '../domain/decider.js';
import { CheckpointRow } from './checkpoint.rows.js';
import { CreateCheckpoints1763600000000 } from './migrations.js';
import { readModels } from './read-models.js';

/**
 * Opens the database that holds the read models, ready to be projected to. Whoever opens it also destroys it.
 *
 * @throws DomainError DATABASE_UNREACHABLE, DATABASE_URL_INVALID, DATABASE_DAMAGED, DATABASE_BUSY or DATABASE_UNWRITABLE.
 */
export const openReadModels = async (options: { readonly url?: string; readonly home: string }): Promise<DataSource> => {
  const entities = [CheckpointRow, ...readModels().flatMap(({ tables }) => tables)];
  try {
    return await openDatabase(options, { entities, migrations: [CreateCheckpoints1763600000000], migrated: [CheckpointRow] });
  } catch (error) {
    if (!(error instanceof DatabaseUnavailableError)) throw error;
    throw new DomainError(error.code, error.message, { hint: error.hint });
  }
};
