import { placeOf, PostgresEventStore } from '@ledgerdesk/event-store';
import { LedgerFeed, type ConsumerBacklog } from '@ledgerdesk/messaging';
import type { ServiceDefinition } from '@ledgerdesk/platform';
import type { Logger } from 'pino';
import { asRole, LEDGER, TAILER, type Administration } from './databases.ts';

export interface LedgerTail {
  readonly feed: LedgerFeed;
  /** How far the consumers are behind the ledger's end. */
  backlog(): Promise<readonly ConsumerBacklog[]>;
  close(): Promise<void>;
}

/** The feed of all services' public events, which one tailer reads from the ledger. */
export function openFeed(
  definitions: readonly ServiceDefinition[],
  { admin, logger }: { readonly admin: Administration; readonly logger: Logger },
): LedgerTail {
  const eventStore = new PostgresEventStore({
    url: asRole(admin, { database: LEDGER, service: TAILER }),
    applicationName: TAILER,
    readConnections: 2,
  });
  const published = definitions.flatMap((definition) => definition.published);
  const feed = new LedgerFeed({ eventStore, published, logger: logger.child({ service: TAILER }) });
  return {
    feed,
    close: () => eventStore.close(),
    async backlog() {
      const { position: end } = placeOf(await eventStore.head());
      return feed
        .health()
        .map(({ consumer, position = -1n }) => ({ consumer, sources: [{ source: 'ledger', taken: position, end }] }));
    },
  };
}
