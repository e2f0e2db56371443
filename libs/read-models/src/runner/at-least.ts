import { placeOf } from '@ledgerdesk/event-store';
import type { View } from '../port/view.ts';
import type { AwaitedPlace, Reached } from '../port/views.ts';
import type { Progress } from './progress.ts';

export interface AtLeastNeeds {
  readonly views: readonly View[];
  readonly progress: Progress;
  /** Finds out how far the views have come by the hands of other processes. */
  readonly lookAround: () => Promise<void>;
}

/** The one source there is where one tailer feeds all. */
const LEDGER = 'ledger';

/** Views may be kept by another process, whose commits are looked for this often. */
const POLL_MS = 100;

/** Waits until every view that hears the places' topics has passed them. @throws ForeignEpochError */
export async function atLeast(
  needs: AtLeastNeeds,
  places: readonly AwaitedPlace[],
  timeoutMs: number,
): Promise<Reached> {
  const late = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const lag = farthestBehind(needs, places);
    if (lag === 0n) return { reached: true };
    if (late.aborted) return { reached: false, lagEvents: Number(lag) };
    const poll = AbortSignal.timeout(POLL_MS);
    await needs.progress.moved(AbortSignal.any([late, poll]));
    if (poll.aborted) await needs.lookAround();
  }
}

function farthestBehind({ views, progress }: AtLeastNeeds, places: readonly AwaitedPlace[]): bigint {
  const lags = places.flatMap(({ topic, cursor }) => {
    const place = placeOf(cursor);
    return views.filter(({ groups }) => topic in groups).map(({ name }) => progress.lag(name, LEDGER, place));
  });
  return lags.reduce((most, lag) => (lag > most ? lag : most), 0n);
}
