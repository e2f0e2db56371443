import type { Topic } from '@ledgerdesk/contracts';
import { placeOf, type Cursor, type EventStore, type Place } from '@ledgerdesk/event-store';
import {
  generationsOf,
  LostRecordsError,
  topicName,
  topicsInUse,
  type FeedLogger,
  type KafkaConnection,
  type Publisher,
} from '@ledgerdesk/messaging';
import type { Pool } from 'pg';

export interface KeptTopicsOptions {
  readonly service: string;
  readonly topics: readonly Topic[];
  readonly generation: string;
  readonly connection: KafkaConnection;
  readonly eventStore: Pick<EventStore, 'head' | 'readAll'>;
  readonly database: Pick<Pool, 'query'>;
  readonly logger: FeedLogger;
}

/** Holds topics to what was published there: one that is empty since was deleted, and its relay would go on with a hole in it. */
export class KeptTopics {
  private told = false;

  constructor(private readonly options: KeptTopicsOptions) {}

  /** Says it where one is empty, as soon as it can be known; publishing is what fails. */
  async look(): Promise<void> {
    await this.assertKept().catch((error: unknown) => {
      if (!(error instanceof LostRecordsError)) throw error;
    });
  }

  /** The same publisher, which publishes nothing where one is empty: looked at before it begins, and after each failure. */
  guard(publisher: Publisher): Publisher {
    let sure = false;
    return {
      publish: async (events) => {
        if (!sure) await this.assertKept();
        sure = false;
        await publisher.publish(events);
        sure = true;
      },
    };
  }

  /** @throws LostRecordsError */
  private async assertKept(): Promise<void> {
    const { connection, generation, logger } = this.options;
    const written = await this.written();
    if (written.length === 0) return;
    const held = new Set(await topicsInUse({ connection, generation, topics: written, logger }));
    const empty = written.find((topic) => !held.has(topic));
    if (!empty) return;
    const error = new LostRecordsError(topicName(empty, generation), 'events were published there, and it holds none');
    if (!this.told) logger.error({ error, generation }, error.message);
    this.told = true;
    throw error;
  }

  /** The topics of which the relay has published something, by its checkpoint and the ledger. */
  private async written(): Promise<readonly Topic[]> {
    const { service, generation, eventStore, database, topics } = this.options;
    const found = (await generationsOf(database, service)).find((each) => each.generation === generation);
    const checkpoint = found?.checkpoint;
    // Of another ledger: the relay says so itself.
    if (!checkpoint || checkpoint.epoch !== placeOf(await eventStore.head()).epoch) return [];
    const within = await Promise.all(topics.map((topic) => beginsWithin(eventStore, topic, checkpoint)));
    return topics.filter((_, index) => within[index]);
  }
}

/** Whether the ledger holds an event of the category up to that place. */
async function beginsWithin(
  eventStore: Pick<EventStore, 'readAll'>,
  category: Topic,
  { position }: Place,
): Promise<boolean> {
  let after: Cursor | 'start' = 'start';
  for (;;) {
    const { events, cursor }: Awaited<ReturnType<EventStore['readAll']>> = await eventStore.readAll(
      { categories: [category] },
      after,
      1,
    );
    const [first] = events;
    if (first) return placeOf(first.cursor).position <= position;
    if (cursor === after || placeOf(cursor).position >= position) return false;
    after = cursor;
  }
}
