import type { Topic } from '@ledgerdesk/contracts';
import { pause, untilAborted } from '@ledgerdesk/kernel';
import type { Place } from '@ledgerdesk/event-store';
import type { Consumer as KafkaConsumer, EachBatchPayload, IMemberAssignment, Kafka, Offsets } from 'kafkajs';
import { assertOfLedger, keptBy } from '../delivery/assert-of-ledger.ts';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import { isForGood, reasonOf } from '../delivery/fault.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { Consumer } from '../port/feed.ts';
import { ForeignRecordError } from './errors.ts';
import { landmarkText, startingOffset } from './landmark.ts';
import { partitionBounds, type Bounds } from './partition-bounds.ts';
import { piecesOf, type Piece } from './pieces.ts';
import { Standing } from './standing.ts';
import { groupName, topicName } from './topic-names.ts';

/** Before the first event, wherever a ledger begins to count. */
const BEGINNING = -1n;

/** How long a fetch waits for events, and what was paused until it is looked at again. */
const FETCH_WAIT_MS = 100;

/** A member outlasts a broker's restart: joining anew waits until the others have missed him. */
const PATIENCE = { retries: 12, initialRetryTime: 100, maxRetryTime: 1_000 };

export interface MembershipOptions {
  readonly kafka: Kafka;
  readonly consumer: Consumer;
  readonly generation: string;
  readonly batchSize: number;
  /** After so long without a sign of life the others share a member's partitions. */
  readonly sessionMs: number;
  readonly backOff: BackOff;
  readonly logger: FeedLogger;
  readonly head: () => Promise<Place>;
  /** Called whenever partitions are assigned. */
  readonly onJoin: () => void;
  readonly giveUp: (error: Error) => void;
}

/**
 * One membership in a consumer's group, from joining to leaving or a crash of kafkajs. Each partition goes on where the
 * consumer's own checkpoint stands; what the group has committed only tells where in the partition that is. No error of a
 * handler ever reaches kafkajs, which would stop for good.
 */
export class Membership {
  private readonly topics: ReadonlyMap<string, Topic>;
  private readonly client: KafkaConsumer;
  private standings = new Map<string, Standing>();
  /** Ends with the assignment: at the next rebalance, or at the end. */
  private assignment = new AbortController();
  private readonly beginnings = new Set<Promise<void>>();
  passedOver = 0;

  constructor(private readonly options: MembershipOptions) {
    const { kafka, consumer, generation, sessionMs } = options;
    this.topics = new Map(consumer.topics.map((topic) => [topicName(topic, generation), topic]));
    this.client = kafka.consumer({
      groupId: groupName(consumer.name, generation),
      sessionTimeout: sessionMs,
      heartbeatInterval: sessionMs / 10,
      // Who is at work for so long while the others wait for him is shut out, and finds out by his checkpoint.
      rebalanceTimeout: 2 * sessionMs,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      retry: { ...PATIENCE, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  /** The partitions that are this member's. */
  get assigned(): readonly Standing[] {
    return [...this.standings.values()];
  }

  /** Until the signal says stop; then finishes what was taken. @throws what kafkajs crashed with */
  async run(signal: AbortSignal): Promise<void> {
    const crashed = new Promise<never>((_, reject) => {
      this.client.on('consumer.crash', ({ payload: { error } }) => reject(error));
    });
    // Whoever waits for it hears of it; it may crash before, or while it leaves.
    crashed.catch(() => undefined);
    this.client.on('consumer.group_join', ({ payload }) => this.joined(payload.memberAssignment));
    try {
      await this.client.connect();
      await this.client.subscribe({ topics: [...this.topics.keys()], fromBeginning: true });
      if (signal.aborted) return;
      await this.client.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => this.take(payload),
      });
      await Promise.race([crashed, untilAborted(signal)]);
    } finally {
      await this.leave();
    }
  }

  private async leave(): Promise<void> {
    this.assignment.abort();
    // Its handler may still be at work: kafkajs waits for it.
    await this.client.disconnect().catch(() => undefined);
    await Promise.all([...this.beginnings, ...this.assigned.map(({ busy }) => busy)]);
  }

  /** Called before the first fetch: nothing is fetched from where kafkajs would begin. */
  private joined(assignment: IMemberAssignment): void {
    const before = this.standings;
    this.assignment.abort();
    this.assignment = new AbortController();
    this.standings = new Map();
    for (const [name, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) {
        const standing = new Standing(this.topics.get(name)!, name, partition);
        const place = `${name}/${partition}`;
        standing.busy = before.get(place)?.busy ?? standing.busy;
        this.standings.set(place, standing);
        this.client.pause(standing.assigned);
      }
    }
    this.options.onJoin();
    this.start(this.assigned, 0);
  }

  private start(standings: readonly Standing[], afterMs: number): void {
    const { signal } = this.assignment;
    const done = pause(afterMs, signal)
      .then(() => this.begin(standings, signal))
      .finally(() => this.beginnings.delete(done));
    this.beginnings.add(done);
  }

  /** Brings partitions to where the consumer stands in them, again and again until that has succeeded. Never rejects. */
  private async begin(standings: readonly Standing[], signal: AbortSignal): Promise<void> {
    const { backOff } = this.options;
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        await this.place(standings, signal);
        return;
      } catch (error) {
        this.complain(standings, error);
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
      this.seek(standing, place, bounds.get(`${standing.name}/${standing.partition}`)!);
    }
  }

  private seek(standing: Standing, place: Place, { beginning, end, committed }: Bounds): void {
    const landmarks = [committed, standing.landmark].filter((landmark) => landmark !== undefined);
    const offset = startingOffset(place, landmarks, beginning);
    standing.place = place;
    standing.behind = offset < end;
    standing.ready = true;
    this.client.seek({ topic: standing.name, partition: standing.partition, offset: offset.toString() });
    this.client.resume(standing.assigned);
  }

  /** Never rejects. */
  private async take(payload: EachBatchPayload): Promise<void> {
    const standing = this.standings.get(`${payload.batch.topic}/${payload.batch.partition}`);
    if (!standing?.ready || payload.isStale()) return;
    const done = this.takeFrom(standing, payload).catch((error: unknown) => this.failed(standing, error));
    standing.busy = done;
    // A member that is at work for long is alive all the same. That it was shut out shows when it is done.
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), this.options.sessionMs / 10);
    await done.finally(() => clearInterval(beat));
  }

  private async takeFrom(standing: Standing, payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const wanted = { after: standing.place!, size: this.options.batchSize };
    try {
      for (const piece of piecesOf(standing.topic, batch.messages, wanted)) {
        if (!payload.isRunning() || !this.has(standing)) return;
        await this.hand(standing, piece);
        if (!this.has(standing)) return;
        standing.reached({ offset: piece.next, place: { epoch: wanted.after.epoch, position: piece.position } });
        standing.behind = piece.next < BigInt(batch.highWatermark);
        payload.resolveOffset((piece.next - 1n).toString());
        if (piece.obstacle) throw piece.obstacle;
      }
    } finally {
      if (standing.landmark && this.has(standing)) await commit(standing, payload);
    }
  }

  /** Whether the partition was not assigned anew while its events were handled. */
  private has(standing: Standing): boolean {
    return this.standings.get(`${standing.name}/${standing.partition}`) === standing;
  }

  private async hand({ source, place }: Standing, piece: Piece): Promise<void> {
    const { events, positions, position, passedOver } = piece;
    if (events.length === 0 && passedOver.length === 0) return;
    const batch = { source, epoch: place!.epoch, events, position, positions };
    await this.options.consumer.handle(passedOver.length > 0 ? { ...batch, passedOver } : batch);
    this.passedOver += passedOver.length;
  }

  private async failed(standing: Standing, error: unknown): Promise<void> {
    if (!this.has(standing)) return;
    standing.ready = false;
    this.client.pause(standing.assigned);
    standing.failures += 1;
    this.complain([standing], await this.ofTheLedger(standing, error));
    if (this.has(standing)) this.start([standing], pauseAfter(this.options.backOff, standing.failures));
  }

  /** Where the topic is of another epoch, a backup may have been restored under the running consumer. */
  private async ofTheLedger({ place }: Standing, error: unknown): Promise<unknown> {
    if (!(error instanceof ForeignRecordError)) return error;
    try {
      assertOfLedger(keptBy(this.options.consumer.name), place!, await this.options.head());
      return error;
    } catch (foreign) {
      return foreign;
    }
  }

  private complain(standings: readonly Standing[], error: unknown): void {
    const { consumer, logger, giveUp } = this.options;
    for (const standing of standings) standing.fault = reasonOf(error);
    if (isForGood(error)) return giveUp(error);
    const sources = standings.map(({ source }) => source);
    logger.warn({ error, consumer: consumer.name, sources }, 'A consumer failed: the same events will come again');
  }
}

/** A hint for the next member, and for tools that show how far a group has come; without it more is read again. */
async function commit({ name, partition, landmark }: Standing, payload: EachBatchPayload): Promise<void> {
  const committed = { partition, offset: landmark!.offset.toString(), metadata: landmarkText(landmark!) };
  const offsets: Offsets = { topics: [{ topic: name, partitions: [committed] }] };
  await payload.commitOffsetsIfNecessary(offsets).catch(() => undefined);
}
