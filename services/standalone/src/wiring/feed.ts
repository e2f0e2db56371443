import { PostgresEventStore } from '@ledgerdesk/event-store';
import { LedgerFeed } from '@ledgerdesk/messaging';
import type { ServiceDefinition, WiredService } from '@ledgerdesk/platform';
import type { Logger } from 'pino';
import { asRole, LEDGER, TAILER, type Administration } from './databases.ts';

export interface LedgerTail {
  readonly feed: LedgerFeed;
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
  return { feed, close: () => eventStore.close() };
}

/** Lets every view and reaction hear the feed; answers when all views serve queries, or nobody waits for it any more. */
export async function startFeed(
  feed: LedgerFeed,
  services: readonly WiredService[],
  ending: AbortSignal,
): Promise<void> {
  await Promise.all(services.map(({ runtime }) => runtime.views.prepare()));
  for (const { definition, runtime } of services) {
    for (const consumer of [...runtime.views.consumers, ...definition.consumers(runtime)]) feed.subscribe(consumer);
  }
  await feed.start();
  await Promise.all(services.map(({ runtime }) => runtime.views.live(ending)));
}
