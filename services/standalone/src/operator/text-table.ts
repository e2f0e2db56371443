/** What comes from elsewhere must not move a terminal's cursor, nor break a line. */
export const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

const LONGEST_CELL = 100;

/** Columns as wide as what stands in them; the last may be cut. */
export function textTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows.map((row) => row.map(onOneLine))];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const last = heads.length - 1;
  const cell = (text: string, column: number): string => {
    if (column < last) return text.padEnd(widths[column]!);
    return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
  };
  return all.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

/** `2026-11-25 01:53:35Z`: to the second, for people. */
export const atSecond = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** One JSON document, positions as text. */
export const asJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each), 2);
