import type { PayloadFormat } from '../cloud-events/payload.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { PlacedEvent, Publisher } from '../port/publisher.ts';
import type { KafkaConnection } from './connection.ts';
import { Growing } from './growing.ts';
import { toRecord } from './kafka-record.ts';
import { RecordSender, type AddressedRecord } from './record-sender.ts';
import { topicName } from './topic-names.ts';

export interface KafkaPublisherOptions {
  readonly connection: KafkaConnection;
  readonly generation: string;
  readonly logger: FeedLogger;
  readonly format?: PayloadFormat;
}

/** Brings events to a generation of the public topics. */
export class KafkaPublisher implements Publisher {
  private readonly sender: RecordSender;
  private readonly growing = new Growing();

  constructor(private readonly options: KafkaPublisherOptions) {
    this.sender = new RecordSender(options.connection, options.logger);
  }

  /** @throws LostRecordsError where a topic was deleted and made again, or has lost its end: from then on nothing is published */
  async publish(events: readonly PlacedEvent[]): Promise<void> {
    this.growing.assertNoneLost();
    this.growing.stored(await this.sender.send(this.recordsOf(events)));
  }

  /** Finishes what was given to it. */
  stop(): Promise<void> {
    return this.sender.stop();
  }

  private *recordsOf(events: readonly PlacedEvent[]): Generator<AddressedRecord> {
    const { generation, format = 'protobuf' } = this.options;
    for (const placed of events) {
      yield { topic: topicName(placed.event.topic, generation), ...toRecord(placed, format) };
    }
  }
}
