/** The database itself cannot be used as it is: what is wrong with it and how to mend it. Never names a password. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  constructor(
    readonly code: 'DATABASE_UNREACHABLE' | 'DATABASE_URL_INVALID' | 'DATABASE_DAMAGED' | 'DATABASE_BUSY' | 'DATABASE_UNWRITABLE',
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
