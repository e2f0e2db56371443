import type { ServiceViews } from '@ledgerdesk/read-models';
import { ViewDatabase, type FeedHistory } from '@ledgerdesk/testing';
import { gatewayViews } from '../../src/gateway-views.ts';

/** The gateway's views on a database of a spec's own, after a history. */
export class FilledViews {
  private constructor(
    readonly database: ViewDatabase,
    readonly views: ServiceViews,
  ) {}

  static async start(history: FeedHistory): Promise<FilledViews> {
    const database = await ViewDatabase.start();
    const views = await database.views(gatewayViews, history.keyRing);
    const { events } = history;
    const positions = events.map((_, index) => BigInt(index + 1));
    const batch = { source: 'ledger', epoch: 'history', events, position: BigInt(events.length), positions };
    for (const consumer of views.consumers) {
      await consumer.checkpoint(batch.source);
      await consumer.handle(batch);
    }
    return new FilledViews(database, views);
  }

  async stop(): Promise<void> {
    await this.database.stop();
  }
}
