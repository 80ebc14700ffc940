import type { DataSource } from 'typeorm';
import type { Formwork } from '../composition.js';
import { openReadModels } from '../projections/open-read-models.js';
import { projectToEnd } from '../projections/project-to-end.js';
import { readModels } from '../projections/read-models.js';

/** The database of the read models, as it is; closed again whatever happens. */
export const withDatabase = async <Result>({ home }: Pick<Formwork, 'home'>, use: (db: DataSource) => Promise<Result>): Promise<Result> => {
  const url = process.env.FORMWORK_DATABASE_URL;
  const db = await openReadModels({ home, ...(url !== undefined && { url }) });
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
};

/** The read models, brought up to the end of the log first: a query sees everything that was recorded before it. */
export const withReadModels = <Result>(formwork: Formwork, use: (db: DataSource) => Promise<Result>): Promise<Result> =>
  withDatabase(formwork, async (db) => {
    const { parked } = await projectToEnd(db, formwork.ports.store, readModels());
    if (parked.length > 0)
      process.stderr.write(`formwork: the read model ${parked.join(', ')} has stopped, answers may be old; see formwork doctor\n`);
    return use(db);
  });
