import { InMemoryEventStore, placeOf } from '@ledgerdesk/event-store';
import { LedgerFeed } from '@ledgerdesk/messaging';
import { ServiceViews } from '@ledgerdesk/read-models';
import { seededRandom, ViewDatabase } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { append, published } from '../support/fed-ledger.ts';
import { aDesk, ANNA, CARLA } from '../support/histories.ts';
import { personCard } from '../support/person-card.ts';

describe('Views on the feed', () => {
  let database: ViewDatabase;
  beforeAll(async () => void (database = await ViewDatabase.start()));
  afterAll(() => database.stop());

  it('can be waited for with the cursor of an event, and then show it', async () => {
    const eventStore = new InMemoryEventStore();
    const history = aDesk();
    const logger = { warn: () => undefined, error: () => undefined, info: () => undefined } as never;
    const views = new ServiceViews({
      service: 'spec',
      views: [personCard],
      database: database.pool,
      keyRing: history.keyRing,
      eventStore,
      logger,
    });
    await views.prepare();
    const feed = new LedgerFeed({ eventStore, published, logger, interleave: seededRandom(3) });
    for (const consumer of views.consumers) feed.subscribe(consumer);
    await feed.start();
    await append(eventStore, history.events);
    const [last] = history.events.slice(-1);
    const { tenant, subject: id } = last!;
    const place = { topic: 'ticket', tenant, id, cursor: await eventStore.head() } as const;

    expect(await views.atLeast([place], 60_000)).toEqual({ reached: true });
    const text = 'SELECT id, name, tickets_opened AS opened FROM person_card ORDER BY id';
    expect(await views.read(tenant, (query) => query({ name: 'opened', text, values: [] }))).toEqual([
      { id: ANNA, name: 'Anna', opened: 1 },
      { id: CARLA, name: 'Carla', opened: 2 },
    ]);
    const { position } = placeOf(place.cursor);
    // The rows may be seen a moment before the feed hears that they were stored.
    while (feed.health()[0]?.position !== position) await sleep(5);
    expect(feed.health()).toEqual([{ consumer: 'spec.person-card.v1', position, stopped: false }]);
    await feed.stop();
  });
});
