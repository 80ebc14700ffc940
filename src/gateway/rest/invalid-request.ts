import type { ValidationError } from '@nestjs/common';

type FieldError = { readonly field: string; readonly message: string };

const fieldErrors = (errors: readonly ValidationError[], parent = ''): FieldError[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = `${parent}${property}`;
    return [
      ...Object.values(constraints).map((message) => ({ field, message: inPlace(message, field, property) })),
      ...fieldErrors(children, `${field}.`),
    ];
  });

/** class-validator names the property alone; people look for its whole path. */
const inPlace = (message: string, field: string, property: string): string =>
  message.startsWith('property ') ? `there is no field "${field}"` : message.replace(property, field);

/** A request whose shape is wrong: fields that are missing, unknown or of another type. There is always at least one. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ message }) => message).join('; '));
  }

  static from(errors: readonly ValidationError[]): InvalidRequest {
    const found = fieldErrors(errors);
    return new InvalidRequest(found.length > 0 ? found : [{ field: '', message: 'the request must be a JSON object' }]);
  }
}
