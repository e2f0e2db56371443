import { instantFrom } from '@ledgerdesk/event-store';
import type { EntitySchemaColumnOptions } from 'typeorm';

/** How a column stands in the table, and how its text form is read into a row. */
export interface ColumnType {
  readonly sql: string;
  /** What the runner selects to read it. */
  readonly select: (column: string) => string;
  /** From PostgreSQL's text form (dates as ISO, in UTC) to the value that a fold wrote. */
  readonly read: (text: string) => unknown;
}

const text = (value: string): unknown => value;
const fromJson = (value: string): unknown => JSON.parse(value) as unknown;

const SCALARS: Readonly<Record<string, (text: string) => unknown>> = {
  text,
  varchar: text,
  uuid: text,
  date: text,
  numeric: text,
  smallint: Number,
  integer: Number,
  bigint: Number,
  'double precision': Number,
  boolean: (value) => value === 't',
  timestamptz: instantFrom,
  json: fromJson,
  jsonb: fromJson,
};

const SYNONYMS: Readonly<Record<string, string>> = {
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float8: 'double precision',
  bool: 'boolean',
  decimal: 'numeric',
  'character varying': 'varchar',
  'timestamp with time zone': 'timestamptz',
};

/** Those whose JSON form is what a fold writes. */
const IN_ARRAYS = new Set(['text', 'varchar', 'uuid', 'smallint', 'integer', 'boolean']);

/** The type of a column of an EntitySchema. @throws Error for one that would not come back as it was written */
export function columnTypeOf({ type, array = false }: EntitySchemaColumnOptions): ColumnType {
  const name = typeof type === 'string' ? (SYNONYMS[type] ?? type) : '';
  const read = SCALARS[name];
  if (!read || (array && !IN_ARRAYS.has(name))) {
    throw new Error(`A view's column cannot be ${array ? 'an array of' : 'of type'} ${String(type)}`);
  }
  return array
    ? { sql: `${name}[]`, select: (column) => `array_to_json(${column})`, read: fromJson }
    : { sql: name, select: (column) => column, read };
}
