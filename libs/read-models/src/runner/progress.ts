import { ForeignEpochError, type Place } from '@ledgerdesk/event-store';
import { Waiters } from '@ledgerdesk/kernel';

/** How far each view has come in each source, as this process knows, and who waits for more. */
export class Progress {
  private readonly places = new Map<string, Place>();
  private readonly waiters = new Waiters();

  /** What is heard late changes nothing. */
  move(view: string, source: string, place: Place): void {
    const known = this.places.get(`${view}/${source}`);
    if (known?.epoch === place.epoch && known.position >= place.position) return;
    this.places.set(`${view}/${source}`, place);
    this.wake();
  }

  /** Whoever waits looks again. */
  wake(): void {
    this.waiters.wake();
  }

  /** How many positions a view is behind a place that one of the sources brings; zero where it has passed it. @throws ForeignEpochError */
  lag(view: string, sources: readonly string[], { epoch, position: wanted }: Place): bigint {
    const known = sources.flatMap((source) => this.places.get(`${view}/${source}`) ?? []);
    // Before its first checkpoint a view has not even seen the ledger's beginning.
    if (known.length === 0) return wanted + 1n;
    const lags = known.filter((place) => place.epoch === epoch).map(({ position }) => wanted - position);
    if (lags.length === 0) {
      throw new ForeignEpochError(`The view ${view} is of epoch ${known[0]!.epoch}, and ${epoch} was asked for.`);
    }
    const least = lags.reduce((one, other) => (one < other ? one : other));
    return least > 0n ? least : 0n;
  }

  /** Resolves when a view has moved, or the signal says stop. */
  moved(signal: AbortSignal): Promise<void> {
    return this.waiters.next(signal);
  }
}
