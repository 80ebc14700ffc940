import { DefaultNamingStrategy, type ValueTransformer } from 'typeorm';

/** Positions are 64 bits wide; drivers hand them over as texts or numbers. */
const toBigInt: ValueTransformer = {
  to: (value: bigint | null | undefined) => value?.toString(),
  from: (value: string | number | null) => (value === null ? null : BigInt(value)),
};

const toNumber: ValueTransformer = {
  to: (value: number | null | undefined) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};

// Functions, because TypeORM writes to the options it is given.

/** Options of a column that holds a position of the event store. */
export const position = () => ({ type: 'bigint', transformer: toBigInt }) as const;
/** Options of a column that holds a whole number; 32 bits are too few for a file's size. */
export const integer = () => ({ type: 'bigint', transformer: toNumber }) as const;
/** Options of a column that may be empty. */
export const optional = () => ({ nullable: true }) as const;

/** `templateVersion` in code is `template_version` in the database. */
export class SnakeCaseNames extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return [...prefixes, given ?? property].join('_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
