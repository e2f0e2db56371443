import { ForeignEpochError, placeOf, type Place } from '@ledgerdesk/event-store';
import { OVER } from '@ledgerdesk/kernel';
import { sourcesOf } from '@ledgerdesk/messaging';
import type { View } from '../port/view.ts';
import type { AwaitedPlace, Reached } from '../port/views.ts';
import type { AwaitedViews } from './awaited-views.ts';
import type { Progress } from './progress.ts';
import type { SharedLook } from './shared-look.ts';

export interface AtLeastNeeds {
  readonly views: readonly View[];
  readonly progress: Progress;
  readonly awaited: AwaitedViews;
  /** Finds out how far the views have come by the hands of other processes. */
  readonly others: SharedLook<void>;
  /** Finds out where the ledger ends; undefined where it does not say. */
  readonly head: SharedLook<Place | undefined>;
}

/**
 * Waits until every view that hears the places' topics has passed them.
 * @throws ForeignEpochError also for a place that the ledger itself has not reached, which nobody need wait for
 */
export async function atLeast(
  needs: AtLeastNeeds,
  places: readonly AwaitedPlace[],
  timeoutMs: number,
): Promise<Reached> {
  if (farthestBehind(needs, places) === 0n) return { reached: true };
  const left = new AbortController();
  const names = needs.views.filter(({ groups }) => places.some(({ topic }) => topic in groups)).map(({ name }) => name);
  const enough = needs.awaited.begin(names);
  const passed = pass(needs, places, AbortSignal.any([AbortSignal.timeout(timeoutMs), left.signal]));
  const exist = needs.head.soon().then((head) => {
    if (head) assertWithin(head, places);
    return passed;
  });
  return Promise.race([passed, exist]).finally(() => {
    left.abort(OVER);
    enough();
  });
}

async function pass(needs: AtLeastNeeds, places: readonly AwaitedPlace[], late: AbortSignal): Promise<Reached> {
  for (;;) {
    const lag = farthestBehind(needs, places);
    if (lag === 0n) return { reached: true };
    if (late.aborted) return { reached: false, lagEvents: Number(lag) };
    await movedOrSeen(needs, late);
  }
}

async function movedOrSeen({ progress, others }: AtLeastNeeds, late: AbortSignal): Promise<void> {
  const seen = new AbortController();
  try {
    await Promise.race([progress.moved(AbortSignal.any([late, seen.signal])), others.soon()]);
  } finally {
    seen.abort(OVER);
  }
}

function farthestBehind({ views, progress }: AtLeastNeeds, places: readonly AwaitedPlace[]): bigint {
  const lags = places.flatMap(({ topic, tenant, id, cursor }) => {
    const place = placeOf(cursor);
    const sources = sourcesOf({ topic, tenant, subject: id });
    return views.filter(({ groups }) => topic in groups).map(({ name }) => progress.lag(name, sources, place));
  });
  return lags.reduce((most, lag) => (lag > most ? lag : most), 0n);
}

function assertWithin(head: Place, places: readonly AwaitedPlace[]): void {
  for (const { cursor } of places) {
    const { epoch, position } = placeOf(cursor);
    if (epoch === head.epoch && position <= head.position) continue;
    throw new ForeignEpochError(`${cursor} was asked for, and the ledger ends at ${head.epoch}.${head.position}.`);
  }
}
