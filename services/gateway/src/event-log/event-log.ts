import type { FeedLogger } from '@ledgerdesk/messaging';
import type { Pool } from 'pg';
import { EVENT_LOG, EventLogConsumer } from './event-log-consumer.ts';
import { News } from './news.ts';

/** The log in this process: what fills it, and who hears that it has grown. */
export interface EventLog {
  readonly consumer: EventLogConsumer;
  readonly news: News;
}

export function openEventLog({ database, logger }: { readonly database: Pool; readonly logger: FeedLogger }): EventLog {
  const look = async (): Promise<ReadonlyMap<string, bigint>> => {
    const { rows } = await database.query<{ source: string; position: string }>({
      name: 'event_log_reached',
      text: 'SELECT source, position::text FROM consumer_checkpoint WHERE consumer = $1',
      values: [EVENT_LOG],
    });
    return new Map(rows.map(({ source, position }) => [source, BigInt(position)]));
  };
  const news = new News({ look, logger });
  const onCommit = news.stored.bind(news);
  return { news, consumer: new EventLogConsumer({ database, logger, onCommit }) };
}
