import type { Desk } from '../desks.ts';
import type { RunningProgram } from './running-program.ts';

/** Numbers from 0 to 1 that were drawn for a strike beforehand: what is done under a seed depends on nothing else. */
export interface Chance {
  readonly lasting: number;
  readonly which: number;
}

/** A thing that can befall a running installation. */
export interface Strike {
  /** As a report counts it: `kill -9 of tickets`. */
  readonly name: string;
  /** One at a time befalls each; what hits everything waits for all others, and they for it. */
  readonly hits: string;
  /** Resolves when the cause is gone; what was hit may still be recovering. */
  readonly act: (chance: Chance) => Promise<void>;
}

/** An installation that is there to be struck. */
export interface Ground {
  /** `npm start`, `npm run start:distributed`. */
  readonly name: string;
  readonly data: string;
  readonly program: RunningProgram;
  readonly desks: readonly Desk[];
  readonly strikes: readonly Strike[];
  /** Where there is a Kafka. */
  readonly brokers: readonly string[] | undefined;
  end(): Promise<void>;
}

/** Hits all that there is. */
export const EVERYTHING = 'everything';

/** From so long to so long, in milliseconds. */
export const between = (least: number, most: number, chance: number): number => least + chance * (most - least);
