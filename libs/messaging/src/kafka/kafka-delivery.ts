import { pause } from '@ledgerdesk/kernel';
import { assertOfLedger, keptBy } from '../delivery/assert-of-ledger.ts';
import { pauseAfter } from '../delivery/back-off.ts';
import { isForGood, reasonOf } from '../delivery/fault.ts';
import type { ConsumerHealth } from '../delivery/health.ts';
import type { Landmark } from './landmark.ts';
import { Membership, type MembershipOptions } from './membership.ts';

export type KafkaDeliveryOptions = Omit<MembershipOptions, 'known' | 'onJoin' | 'giveUp'> & {
  /** How often the consumer's places are held against the ledger: a backup may be restored under it. */
  readonly watchMs: number;
};

/** A broker that has just begun lets nobody into a group yet: nobody need read of that. */
const QUIET_FAILURES = 2;

/** Brings one consumer its events from Kafka: membership after membership, whatever kafkajs makes of it. */
export class KafkaDelivery {
  private readonly known = new Map<string, Landmark>();
  private membership: Membership | undefined;
  private passedOver = 0;
  private fault: string | undefined;
  private stopped = false;
  private givenUp = new AbortController();

  constructor(private readonly options: KafkaDeliveryOptions) {}

  get health(): ConsumerHealth {
    const assigned = this.membership?.assigned ?? [];
    const held = assigned.find((standing) => standing.stopped);
    const stopped = this.stopped || held !== undefined;
    const fault = this.fault ?? (held ?? assigned.find((standing) => standing.fault !== undefined))?.fault;
    const position = positionOf(assigned);
    const passedOver = this.passedOver + (this.membership?.passedOver ?? 0);
    return {
      consumer: this.options.consumer.name,
      ...(position !== undefined && { position }),
      ...(fault !== undefined && { fault }),
      stopped,
      ...(passedOver > 0 && { passedOver }),
    };
  }

  /** Until the signal says stop, a checkpoint is of another ledger, or a newer program has taken over. Never rejects. */
  async run(stopping: AbortSignal): Promise<void> {
    this.stopped = false;
    this.fault = undefined;
    this.givenUp = new AbortController();
    const signal = AbortSignal.any([stopping, this.givenUp.signal]);
    await Promise.all([this.belong(signal), this.watch(signal), this.options.consumer.meanwhile?.(signal)]);
  }

  private async belong(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const since = performance.now();
      this.membership = new Membership({
        ...this.options,
        known: this.known,
        onJoin: () => (this.fault = undefined),
        giveUp: (error) => this.giveUp(error),
      });
      try {
        await this.membership.run(signal);
      } catch (error) {
        const { consumer, backOff, logger } = this.options;
        failures = performance.now() - since > backOff.longestMs ? 1 : failures + 1;
        this.fault ??= reasonOf(error);
        if (failures > QUIET_FAILURES)
          logger.warn({ error, consumer: consumer.name }, 'A consumer lost Kafka, and joins again');
        await pause(pauseAfter(backOff, failures), signal);
      } finally {
        this.passedOver += this.membership.passedOver;
        this.membership.passedOver = 0;
      }
    }
  }

  private async watch(signal: AbortSignal): Promise<void> {
    for (;;) {
      await pause(this.options.watchMs, signal);
      if (signal.aborted) return;
      try {
        await this.compareWithLedger();
      } catch (error) {
        if (isForGood(error)) this.giveUp(error);
      }
    }
  }

  private async compareWithLedger(): Promise<void> {
    const { consumer, head } = this.options;
    // Before the ledger is asked, which may move on meanwhile.
    const places = this.membership?.assigned.flatMap(({ place }) => place ?? []) ?? [];
    const ledger = await head();
    for (const place of places) assertOfLedger(keptBy(consumer.name), place, ledger);
  }

  private giveUp(error: Error): void {
    if (this.stopped) return;
    this.stopped = true;
    this.fault = error.message;
    this.options.logger.error({ error, consumer: this.options.consumer.name }, error.message);
    this.givenUp.abort();
  }
}

/** Up to where the ledger was taken: the least of the partitions where there is more, else the most. */
function positionOf(assigned: Membership['assigned']): bigint | undefined {
  const positions = (some: Membership['assigned']): bigint[] =>
    some.map(({ place }) => place?.position ?? -1n).toSorted((a, b) => (a < b ? -1 : 1));
  const late = positions(assigned.filter(({ behind }) => behind));
  const position = late[0] ?? positions(assigned).at(-1);
  return position !== undefined && position >= 0n ? position : undefined;
}
