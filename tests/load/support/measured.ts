import type { Figure } from '../figure.ts';
import { median } from './in-flight.ts';

/** A figure's medians, as they are printed and written. */
export interface Measured {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly reference: number | null;
  readonly referenceUnit: string | null;
  readonly ratio: number | null;
  readonly bound: Figure['bound'];
  readonly limit: number | null;
  readonly met: boolean;
}

/** Measures a figure: the medians of its rounds, and whether they keep its bound. */
export async function measured({ name, unit, referenceUnit, bound, limit, rounds }: Figure): Promise<Measured> {
  const measuredRounds = await rounds();
  const value = median(measuredRounds.map((round) => round.value));
  const references = measuredRounds.flatMap(({ reference }) => reference ?? []);
  const reference = references.length > 0 ? median(references) : null;
  const ratio = reference === null ? null : value / reference;
  return {
    figure: name,
    value,
    unit,
    reference,
    referenceUnit: reference === null ? null : referenceUnit,
    ratio,
    bound,
    limit: bound === 'none' ? null : limit,
    met: keeps(ratio ?? value, bound, limit),
  };
}

function keeps(measure: number, bound: Figure['bound'], limit: number): boolean {
  switch (bound) {
    case 'atLeast':
      return measure >= limit;
    case 'atMost':
      return measure <= limit;
    case 'none':
      return true;
  }
}
