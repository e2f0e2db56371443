import type { PayloadFormat } from '../cloud-events/payload.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { PlacedEvent, Publisher } from '../port/publisher.ts';
import type { KafkaConnection } from './connection.ts';
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

  constructor(private readonly options: KafkaPublisherOptions) {
    this.sender = new RecordSender(options.connection, options.logger);
  }

  publish(events: readonly PlacedEvent[]): Promise<void> {
    return this.sender.send(this.recordsOf(events));
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
