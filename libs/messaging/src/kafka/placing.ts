import type { Place } from '@ledgerdesk/event-store';
import { pause } from '@ledgerdesk/kernel';
import type { Consumer as KafkaConsumer, Kafka } from 'kafkajs';
import { assertOfLedger, keptBy } from '../delivery/assert-of-ledger.ts';
import { LostRecordsError } from '../delivery/errors.ts';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import type { Consumer } from '../port/feed.ts';
import { partitionBounds, type Bounds } from './partition-bounds.ts';
import type { Standing } from './standing.ts';
import { groupName } from './topic-names.ts';
import { beginningAt } from './unbroken.ts';

/** Before the first event, wherever a ledger begins to count. */
const BEGINNING = -1n;

export interface PlacingOptions {
  readonly kafka: Kafka;
  readonly client: Pick<KafkaConsumer, 'seek' | 'resume'>;
  readonly consumer: Consumer;
  readonly generation: string;
  readonly backOff: BackOff;
  readonly head: () => Promise<Place>;
  /** Hears why partitions could not be placed; it is tried again unless the assignment ends, or records are lost. */
  readonly complain: (standings: readonly Standing[], error: unknown) => void;
}

/**
 * Brings partitions that were assigned to where the consumer goes on in them: its own checkpoint says where; what the group has
 * committed only tells where in the partition that is, and how much there was of it.
 */
export class Placing {
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly options: PlacingOptions) {}

  /** After a while, and then again and again until it has succeeded or the assignment has ended. */
  start(
    standings: readonly Standing[],
    { afterMs, signal }: { readonly afterMs: number; readonly signal: AbortSignal },
  ) {
    const done = pause(afterMs, signal)
      .then(() => this.untilPlaced(standings, signal))
      .finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** Never rejects. */
  private async untilPlaced(standings: readonly Standing[], signal: AbortSignal): Promise<void> {
    const { backOff, complain } = this.options;
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        await this.place(standings, signal);
        return;
      } catch (error) {
        complain(standings, error);
        await pause(pauseAfter(backOff, failures), signal);
      }
    }
  }

  private async place(standings: readonly Standing[], signal: AbortSignal): Promise<void> {
    const { kafka, consumer, generation, head } = this.options;
    await Promise.all(standings.map(({ busy }) => busy));
    const checkpoints = await Promise.all(standings.map(({ source }) => consumer.checkpoint(source)));
    // After the checkpoints, which may be moved meanwhile by whoever had the partitions before.
    const ledger = await head();
    for (const checkpoint of checkpoints) if (checkpoint) assertOfLedger(keptBy(consumer.name), checkpoint, ledger);
    const names = [...new Set(standings.map(({ name }) => name))];
    const bounds = await partitionBounds(kafka, groupName(consumer.name, generation), names);
    if (signal.aborted) return;
    for (const [index, standing] of standings.entries()) {
      const place = checkpoints[index] ?? { epoch: ledger.epoch, position: BEGINNING };
      this.seekIn(standing, place, bounds.get(`${standing.name}/${standing.partition}`)!);
    }
  }

  /** One that has lost records is held where it is; the others go on. */
  private seekIn(standing: Standing, place: Place, bounds: Bounds): void {
    try {
      this.seek(standing, place, bounds);
    } catch (error) {
      if (!(error instanceof LostRecordsError)) throw error;
      this.options.complain([standing], error);
    }
  }

  private seek(standing: Standing, place: Place, bounds: Bounds): void {
    const { client } = this.options;
    const known = [bounds.committed, standing.landmark].filter((landmark) => landmark !== undefined);
    const expected = beginningAt(standing, place, { known, bounds });
    const { offset, before } = expected;
    standing.expected = expected;
    standing.place = place;
    standing.behind = (before?.offset ?? offset) < bounds.end;
    standing.ready = true;
    client.seek({ topic: standing.name, partition: standing.partition, offset: offset.toString() });
    client.resume(standing.assigned);
  }
}
