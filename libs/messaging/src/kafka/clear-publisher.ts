import type { TenantId } from '@ledgerdesk/kernel';
import { partitionKeyOf } from '../cloud-events/attributes.ts';
import { toBareNotice, toOpened } from '../cloud-events/opened.ts';
import type { PersonalPart, PersonalParts } from '../cloud-events/personal-parts.ts';
import { toldToPartners } from '../cloud-events/told-to-partners.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { FeedEvent } from '../port/feed-event.ts';
import type { PlacedEvent, Publisher } from '../port/publisher.ts';
import type { KafkaConnection } from './connection.ts';
import { isTooLarge } from './errors.ts';
import { RecordSender, type AddressedRecord } from './record-sender.ts';
import { clearTopicName } from './topic-names.ts';

export interface ClearPublisherOptions {
  readonly connection: KafkaConnection;
  readonly tenant: TenantId;
  /** Opens events. While its keys cannot be had nothing is published: only who was erased is told as erased. */
  readonly personal: Pick<PersonalParts, 'of'>;
  readonly logger: FeedLogger;
}

/** CloudEvents 1.0, structured mode of its Kafka protocol binding. */
const CONTENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

/** Brings a tenant's events to its clear topic: opened, as `GET /v1/events` tells them to an integrator. */
export class ClearPublisher implements Publisher {
  private readonly sender: RecordSender;
  private readonly topic: string;

  constructor(private readonly options: ClearPublisherOptions) {
    this.sender = new RecordSender(options.connection, options.logger);
    this.topic = clearTopicName(options.tenant);
  }

  /** @throws UnavailableError where personal data cannot be opened now */
  async publish(events: readonly PlacedEvent[]): Promise<void> {
    const { tenant, personal } = this.options;
    const theirs = events.map(({ event }) => event).filter((event) => event.tenant === tenant);
    const whole = theirs.filter((event) => (toldToPartners(event) ?? 'bare notice') !== 'bare notice');
    const parts = await personal.of(whole);
    const partOf = new Map(whole.map((event, index) => [event, parts[index]]));
    await this.bring(theirs.flatMap((event) => this.written(event, partOf.get(event)) ?? []));
  }

  /** Finishes what was given to it. */
  stop(): Promise<void> {
    return this.sender.stop();
  }

  private written(event: FeedEvent, personal: PersonalPart | undefined): Written | undefined {
    const told = toldToPartners(event);
    if (told === undefined) return undefined;
    if (told === 'bare notice') return { event, record: this.recordOf(event, toBareNotice(event)) };
    const without = told === 'whole' ? [] : told.without;
    return { event, record: this.recordOf(event, toOpened(event, { personal, without })) };
  }

  /** What brokers find too large holds up nobody: it is sought in halves, and told as a bare notice. */
  private async bring(all: readonly Written[]): Promise<void> {
    if (all.length === 0) return;
    try {
      await this.sender.send(all.map(({ record }) => record));
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      if (all.length === 1) return this.bringNotice(all[0]!, error);
      const half = Math.ceil(all.length / 2);
      await this.bring(all.slice(0, half));
      await this.bring(all.slice(half));
    }
  }

  private async bringNotice({ event, record }: Written, error: unknown): Promise<void> {
    const notice = toBareNotice(event);
    if (record.value.equals(Buffer.from(notice))) throw error;
    const { id, type, tenant } = event;
    this.options.logger.error(
      { eventId: id, type, tenant, bytes: record.value.length },
      'An event is larger than its clear topic takes, and is told there as a bare notice: raise max.message.bytes',
    );
    await this.sender.send([this.recordOf(event, notice)]);
  }

  private recordOf(event: FeedEvent, text: string): AddressedRecord {
    const headers = { 'content-type': CONTENT_TYPE };
    return { topic: this.topic, key: partitionKeyOf(event), value: Buffer.from(text), headers };
  }
}

/** An event, and what is to be said of it. */
interface Written {
  readonly event: FeedEvent;
  readonly record: AddressedRecord;
}
