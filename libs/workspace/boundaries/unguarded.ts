import type { Fixture } from './fixture.ts';
import { importTable, type Row } from './folders.ts';
import { rowOf } from './import-table.ts';

const columns = ['folders', 'libs', 'npm'] as const;
type Column = (typeof columns)[number];

/** Each column of each row that no fixture tries to break: a check without a failing fixture is not a check. */
export function unguarded(fixtures: readonly Fixture[]): readonly string[] {
  const guarded = new Set(fixtures.flatMap((fixture) => guardedBy(fixture)));
  return importTable.flatMap((row) =>
    columns
      .filter((column) => restricts(row, column))
      .map((column) => `${row.in}: ${column}`)
      .filter((guard) => !guarded.has(guard)),
  );
}

const MOST_LIBS = Math.max(...importTable.map(({ libs }) => libs.length));

function restricts(row: Row, column: Column): boolean {
  if (column === 'libs') return row.libs.length < MOST_LIBS;
  return !row[column].includes(column === 'npm' ? '*' : '**');
}

function guardedBy({ standsIn, text, refused }: Fixture): readonly string[] {
  const row = rowOf(standsIn);
  const lines = text.split('\n');
  return refused
    .filter(({ rule }) => rule === 'ledgerdesk/import-table')
    .map(({ line }) => `${row?.in}: ${columnOf(lines[line - 1] ?? '')}`);
}

function columnOf(line: string): Column {
  const [, specifier = ''] = /'([^']+)'/.exec(line) ?? [];
  if (specifier.startsWith('.')) return 'folders';
  return specifier.startsWith('@ledgerdesk/') ? 'libs' : 'npm';
}
