import { QueryFailedError } from 'typeorm';

/**
 * Whose fault a failed statement is. `contention`: somebody else was in the way, the same again may work at once. `missing`: a table
 * or column is not there (dropped, or never made). `data`: these very rows cannot be stored, now or ever. `environment`: all the
 * rest, connection and disk among them; it says nothing about the rows.
 */
export type Fault = 'contention' | 'missing' | 'data' | 'environment';

type DriverError = Error & { readonly code?: string; readonly errcode?: number };

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const postgresFault = (sqlState: string): Fault => {
  if (['40001', '40P01', '55P03'].includes(sqlState)) return 'contention';
  if (['42P01', '42703', '3F000'].includes(sqlState)) return 'missing';
  return ['21', '22', '23', '42', '54'].includes(sqlState.slice(0, 2)) ? 'data' : 'environment';
};

/** https://www.sqlite.org/rescode.html; the lowest byte of an extended code is its class. */
const sqliteFault = (code: number, message: string): Fault => {
  const [error, busy, locked, tooBig, constraint, mismatch] = [1, 5, 6, 18, 19, 20];
  const primary = code & 0xff;
  if (primary === busy || primary === locked) return 'contention';
  if (primary === error) return /^no such (table|column)/.test(message) ? 'missing' : 'data';
  return [tooBig, constraint, mismatch].includes(primary) ? 'data' : 'environment';
};

const SQL_STATE = /^[0-9A-Z]{5}$/;

/** An error that no database raised comes from the code that made the rows, so the data is at fault. */
export const faultOf = (error: unknown): Fault => {
  if (!(error instanceof QueryFailedError)) return 'data';
  const { code, errcode, message } = error.driverError as DriverError;
  if (errcode !== undefined) return sqliteFault(errcode, message);
  return code !== undefined && SQL_STATE.test(code) ? postgresFault(code) : 'environment';
};
