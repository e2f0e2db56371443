import { instantFrom } from '@ledgerdesk/event-store';
import pg from 'pg';

const { builtins } = pg.types;

const asText = (text: string): string => text;

const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: Number,
  [builtins.TIMESTAMPTZ]: instantFrom,
  [builtins.DATE]: asText,
  [builtins.NUMERIC]: asText,
};

/** How a query's answers come: as a fold wrote them. */
export const ANSWER_TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (PARSERS[oid] ?? pg.types.getTypeParser(oid, format as 'text')) as never,
};
