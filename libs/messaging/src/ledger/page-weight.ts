import type { RecordedEvent } from '@ledgerdesk/event-store';

/** What an event takes beside its data. */
export const ENVELOPE_WEIGHT = 1_000;

/**
 * A page, or what is handed on of several, holds as many events as come to about this weight, however large they are; usual
 * ones come to it by the thousand.
 */
export const PAGE_WEIGHT = 4 * 1024 * 1024;

/** About how much memory an event takes, in characters. */
export const weightOf = ({ dataText }: RecordedEvent): number => dataText.length + ENVELOPE_WEIGHT;

/** How many events make a page, where they are as heavy as these. */
export const affordable = ({ count, weight }: { readonly count: number; readonly weight: number }): number =>
  Math.ceil((count * PAGE_WEIGHT) / weight);
