import type { Topic } from '@ledgerdesk/contracts';
import { OVER, pause, untilAborted } from '@ledgerdesk/kernel';
import type { Place } from '@ledgerdesk/event-store';
import type { Consumer as KafkaConsumer, EachBatchPayload, IMemberAssignment, Kafka } from 'kafkajs';
import { assertOfLedger, keptBy } from '../delivery/assert-of-ledger.ts';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import { LostRecordsError } from '../delivery/errors.ts';
import { isForGood, reasonOf } from '../delivery/fault.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { Consumer } from '../port/feed.ts';
import { ForeignRecordError } from './errors.ts';
import type { Landmark } from './landmark.ts';
import { Placing } from './placing.ts';
import { Standing } from './standing.ts';
import { takeFrom } from './taking.ts';
import { groupName, topicName } from './topic-names.ts';

/** How long a fetch waits for events, and what was paused until it is looked at again. */
const FETCH_WAIT_MS = 100;

/** So long kafkajs may take to leave, when all that it brought was taken: stops that never ended were seen, and why is not known. */
const LEAVING_MS = 10_000;

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
  /** What this process has read of partitions, by topic and number: kept from one membership to the next. */
  readonly known: Map<string, Landmark>;
  /** Called whenever partitions are assigned. */
  readonly onJoin: () => void;
  readonly giveUp: (error: Error) => void;
}

/**
 * One membership in a consumer's group, from joining to leaving or a crash of kafkajs. No error of a handler ever reaches
 * kafkajs, which would stop for good.
 */
export class Membership {
  private readonly topics: ReadonlyMap<string, Topic>;
  private readonly client: KafkaConsumer;
  private readonly placing: Placing;
  private standings = new Map<string, Standing>();
  /** Ends with the assignment: at the next rebalance, or at the end. */
  private assignment = new AbortController();
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
    const complain = (standings: readonly Standing[], error: unknown): void => this.complain(standings, error);
    this.placing = new Placing({ ...options, client: this.client, complain });
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
    const left = this.client.disconnect().catch(() => undefined);
    // Its handler may still be at work: so does kafkajs wait for it.
    await Promise.all([this.placing.ended(), ...this.assigned.map(({ busy }) => busy)]);
    const over = new AbortController();
    const inTime = await Promise.race([left.then(() => true), pause(LEAVING_MS, over.signal).then(() => false)]);
    over.abort(OVER);
    const { consumer, logger } = this.options;
    if (!inTime) logger.warn({ consumer: consumer.name }, 'kafkajs does not leave its group, and is let go of');
  }

  /** Called before the first fetch: nothing is fetched from where kafkajs would begin. */
  private joined(assignment: IMemberAssignment): void {
    const before = this.standings;
    this.assignment.abort();
    this.assignment = new AbortController();
    this.standings = new Map();
    for (const [name, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) {
        const standing = new Standing(this.topics.get(name)!, name, partition, this.options.known);
        const place = `${name}/${partition}`;
        standing.busy = before.get(place)?.busy ?? standing.busy;
        this.standings.set(place, standing);
        this.client.pause(standing.assigned);
      }
    }
    this.options.onJoin();
    this.placing.start(this.assigned, { afterMs: 0, signal: this.assignment.signal });
  }

  /** Never rejects. */
  private async take(payload: EachBatchPayload): Promise<void> {
    const standing = this.standings.get(`${payload.batch.topic}/${payload.batch.partition}`);
    if (!standing?.ready || payload.isStale()) return;
    const { consumer, batchSize, sessionMs } = this.options;
    const isOurs = (): boolean => this.has(standing);
    const onPassedOver = (count: number): void => void (this.passedOver += count);
    const done = takeFrom(standing, payload, { consumer, batchSize, isOurs, onPassedOver }).catch((error: unknown) =>
      this.failed(standing, error),
    );
    standing.busy = done;
    // A member that is at work for long is alive all the same. That it was shut out shows when it is done.
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), sessionMs / 10);
    await done.finally(() => clearInterval(beat));
  }

  /** Whether the partition was not assigned anew while its events were handled. */
  private has(standing: Standing): boolean {
    return this.standings.get(`${standing.name}/${standing.partition}`) === standing;
  }

  private async failed(standing: Standing, error: unknown): Promise<void> {
    if (!this.has(standing)) return;
    standing.ready = false;
    this.client.pause(standing.assigned);
    standing.failures += 1;
    this.complain([standing], await this.ofTheLedger(standing, error));
    if (!this.has(standing) || standing.stopped) return;
    const afterMs = pauseAfter(this.options.backOff, standing.failures);
    this.placing.start([standing], { afterMs, signal: this.assignment.signal });
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
    for (const standing of standings) {
      standing.fault = reasonOf(error);
      standing.stopped = error instanceof LostRecordsError;
    }
    if (error instanceof LostRecordsError) return logger.error({ error, consumer: consumer.name }, error.message);
    if (isForGood(error)) return giveUp(error);
    const sources = standings.map(({ source }) => source);
    logger.warn({ error, consumer: consumer.name, sources }, 'A consumer failed: the same events will come again');
  }
}
