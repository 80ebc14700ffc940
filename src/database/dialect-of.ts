import type { EntityManager } from 'typeorm';
import type { Dialect } from './dialect.js';
import { postgres } from './postgres-dialect.js';
import { sqlite } from './sqlite-dialect.js';

/** The dialect of the database that a manager or a query belongs to. */
export const dialectOf = ({ dataSource }: Pick<EntityManager, 'dataSource'>): Dialect =>
  dataSource.options.type === 'postgres' ? postgres : sqlite;
