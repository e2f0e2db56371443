import type { AppendResult } from './event-store.ts';

/** What became of an append: its answer, or that it was turned away, or that nobody knows. */
export type AppendOutcome = AppendResult['kind'] | 'busy' | 'failed';

/** Hears of appends, for whoever counts and measures them. It is called in the way of every append: it must be quick and must not throw. */
export interface AppendObserver {
  answered(outcome: AppendOutcome, seconds: number): void;
  /** So much went in one commit. */
  committed(group: { readonly appends: number; readonly events: number }): void;
}
