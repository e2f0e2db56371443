import type { Measured } from './measured.ts';

const WIDTHS = [30, 22, 22, 8, 10, 6];

const row = (cells: readonly string[]): string =>
  cells
    .map((cell, column) => (column === 0 ? cell.padEnd(WIDTHS[column]!) : cell.padStart(WIDTHS[column]!)))
    .join('  ')
    .trimEnd();

export const headLine = row(['figure', 'value', 'reference', 'ratio', 'bound', '']);

const SIGNS = { atLeast: '>=', atMost: '<=', none: '' };

/** One line of the printed table. */
export const lineOf = (measured: Measured): string =>
  row([
    measured.figure,
    quantity(measured.value, measured.unit),
    quantity(measured.reference, measured.referenceUnit),
    measured.ratio === null ? '' : measured.ratio.toFixed(2),
    `${SIGNS[measured.bound]} ${measured.limit ?? ''}`.trim(),
    measured.met ? '' : 'MISSED',
  ]);

const quantity = (value: number | null, unit: string | null): string =>
  value === null ? '' : `${value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en')} ${unit}`;
