import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type, type TransformFnParams } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

// Each declaration both checks a field of a request and describes it in the OpenAPI document, so that the two cannot differ.

type Described = { readonly description: string; readonly optional?: boolean; readonly example?: unknown };

const field = (
  { description, optional = false, example }: Described,
  schema: ApiPropertyOptions,
  ...checks: PropertyDecorator[]
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...schema, description, required: !optional, ...(example !== undefined && { example }) } as ApiPropertyOptions),
    ...(optional ? [ValidateIf((_object, value) => value !== undefined)] : []),
    ...checks,
  );

type TextOptions = Described & { readonly min?: number; readonly max?: number; readonly pattern?: RegExp; readonly message?: string };

/** Text of `min` (1) to `max` (4096) characters. */
export const Text = ({ min = 1, max = 4096, pattern, message, ...described }: TextOptions): PropertyDecorator =>
  field(
    described,
    { type: String, minLength: min, maxLength: max, ...(pattern && { pattern: pattern.source }) },
    IsString(),
    MinLength(min),
    MaxLength(max),
    ...(pattern ? [Matches(pattern, { ...(message !== undefined && { message: `$property ${message}` }) })] : []),
  );

export const OneOf = (values: readonly string[], described: Described): PropertyDecorator =>
  field(described, { type: String, enum: [...values] }, IsIn([...values]));

export const Flag = (described: Described): PropertyDecorator => field(described, { type: Boolean }, IsBoolean());

const toBoolean = ({ value }: TransformFnParams): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** `true` or `false`, as text in the query. */
export const QueryFlag = (described: Described): PropertyDecorator =>
  field(described, { type: Boolean }, Transform(toBoolean), IsBoolean());

type NumberOptions = Described & { readonly min: number; readonly max: number };

export const Fraction = ({ min, max, ...described }: NumberOptions): PropertyDecorator =>
  field(described, { type: Number, minimum: min, maximum: max }, IsNumber(), Min(min), Max(max));

const toNumber = ({ value }: TransformFnParams): unknown => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value);

/** A whole number that comes as text in the query. */
export const QueryNumber = ({ min, max, ...described }: NumberOptions): PropertyDecorator =>
  field(described, { type: 'integer', minimum: min, maximum: max }, Transform(toNumber), IsInt(), Min(min), Max(max));

/** A position in the log, as commands answer with it; kept as text, since it may not fit a JavaScript number. */
export const PositionText = (described: Described): PropertyDecorator =>
  Text({ ...described, max: 18, pattern: /^\d{1,18}$/, message: 'must be a position: digits only' });

/** An ISO 8601 moment. */
export const Moment = (described: Described): PropertyDecorator =>
  field(
    described,
    { type: String, format: 'date-time' },
    IsISO8601({ strict: true }, { message: '$property must be a time like 2026-01-31T12:00:00Z' }),
  );

export const Sha256 = (described: Described): PropertyDecorator =>
  Text({ ...described, min: 64, max: 64, pattern: /^[0-9a-f]{64}$/, message: 'must be a SHA-256: 64 digits and letters a to f' });

const toList = ({ value }: TransformFnParams): unknown => (value === undefined || Array.isArray(value) ? value : [value]);

/** A query parameter that may be given several times. */
export const Repeatable = ({ max = 4096, pattern, message, ...described }: TextOptions): PropertyDecorator =>
  field(
    described,
    { type: String, isArray: true, items: { type: 'string', maxLength: max } },
    Transform(toList),
    IsArray(),
    ArrayMaxSize(50),
    IsString({ each: true }),
    MaxLength(max, { each: true }),
    ...(pattern ? [Matches(pattern, { each: true, ...(message !== undefined && { message: `each $property ${message}` }) })] : []),
  );

/** Any JSON values by name, passed on untouched. */
export const JsonMap = (described: Described): PropertyDecorator =>
  field(
    described,
    { type: 'object', additionalProperties: true },
    Transform(({ obj, key }: TransformFnParams) => (obj as Record<string, unknown>)[key]),
    IsObject(),
  );

export const ListOf = (itemType: new () => object, { max, ...described }: Described & { readonly max: number }): PropertyDecorator =>
  field(
    described,
    { type: itemType, isArray: true, maxItems: max },
    IsArray(),
    ArrayMaxSize(max),
    ValidateNested({ each: true }),
    Type(() => itemType),
  );
