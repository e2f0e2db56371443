import type { Differing, DifferingRow, Rebuilt } from '@ledgerdesk/read-models';
import { onOneLine, textTable } from './text-table.ts';

export interface About {
  readonly service: string;
  readonly view: string;
  readonly seconds: number;
}

/** What became of a rebuild, for people. Keys of rows are told, never what stands in them. */
export function rebuiltInWords({ comparison, swapped }: Rebuilt, { service, view, seconds }: About): string {
  const { same, live, rebuilt, parked, onlyLive, onlyRebuilt, different } = comparison;
  const side = (name: string, { rows, hash }: typeof live, waiting: number): readonly string[] => [
    name,
    String(rows),
    String(waiting),
    hash,
  ];
  return [
    `${view} of ${service}, filled again in ${seconds.toFixed(1)} s; both hold the same events:`,
    '',
    textTable(
      ['', 'ROWS', 'PARKED', 'SHA-256 OF ALL ROWS'],
      [side('shown', live, parked.live), side('rebuilt', rebuilt, parked.rebuilt)],
    ),
    '',
    same ? 'They are the same.' : 'They differ:',
    ...some('only in the one that was shown', onlyLive),
    ...some('only in the rebuilt one', onlyRebuilt),
    ...some('in both, and not the same', different),
    swapped ? 'Queries see the rebuilt one now.' : 'Queries see what they saw; the rebuilt one is gone.',
  ].join('\n');
}

function some(where: string, { count, examples }: Differing): readonly string[] {
  if (count === 0) return [];
  const left = count - examples.length;
  return [
    `  ${count} ${count === 1 ? 'row' : 'rows'} ${where}:`,
    ...examples.map((row) => `    ${onOneLine(inWords(row))}`),
    ...(left > 0 ? [`    and ${left} more`] : []),
  ];
}

const inWords = ({ tenant, id, columns }: DifferingRow): string =>
  `${tenant}/${id}${columns ? ` in ${columns.join(', ')}` : ''}`;
