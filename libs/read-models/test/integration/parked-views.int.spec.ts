import {
  itemsOf,
  listParked,
  passedOverIn,
  skipParked,
  type BrokenRecord,
  type FeedEvent,
} from '@ledgerdesk/messaging';
import { ServiceViews, type View, type ViewChange } from '@ledgerdesk/read-models';
import { FeedHistory, SOME_TENANT, ViewDatabase } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { batchOf, cursorAt, feed } from '../support/feeding.ts';
import { ANNA, CARLA, NETWORK, openedBy, registered } from '../support/histories.ts';
import { personCard } from '../support/person-card.ts';

/** What a view is to throw, or to make, of some events. */
interface Poison {
  keys?: (event: FeedEvent) => readonly string[] | undefined;
  project?: (event: FeedEvent) => object | undefined;
}

/** The card of a person, whose folds do as a spec says. */
const cardWith = (poison: Poison, version = 1): View => ({
  ...personCard,
  version,
  groups: Object.fromEntries(
    Object.entries(personCard.groups).map(([topic, group]) => [
      topic,
      {
        ...group,
        keys: (event: FeedEvent) => poison.keys?.(event) ?? group.keys(event as never),
        project: (...[row, event, key]: readonly [never, FeedEvent, string]) =>
          poison.project?.(event) ?? group.project(row, event as never, key),
      },
    ]),
  ) as View['groups'],
});

describe('A view that cannot take an event', () => {
  let database: ViewDatabase;
  let history: FeedHistory;
  let poison: Poison;
  let views: ServiceViews;

  beforeAll(async () => void (database = await ViewDatabase.start()));
  beforeEach(async () => {
    await database.beginAnew();
    history = new FeedHistory();
    poison = {};
    views = await preparedWith(cardWith(poison));
  });
  afterAll(() => database.stop());

  const preparedWith = async (view: View, head = 0n): Promise<ServiceViews> => {
    const made = new ServiceViews({
      service: 'spec',
      views: [view],
      database: database.pool,
      keyRing: history.keyRing,
      eventStore: { head: () => Promise.resolve(cursorAt(head)) },
      logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
      backOff: { firstMs: 5, longestMs: 20 },
    });
    await made.prepare();
    return made;
  };
  const parked = () => listParked(database.pool, { limit: 10 });
  const rows = (version = 1) => database.rowsOf(cardWith({}, version));
  const card = async (id: string) => (await rows()).find((row) => (row as { readonly id: string }).id === id);
  const everything = () => feed(views.consumers[0]!, history.events, BigInt(history.events.length));
  const ofAnna = ({ topic, subject, sequence }: FeedEvent, at: number): boolean =>
    topic === 'person' && subject === ANNA && sequence === at;
  const speak = (): void => {
    for (const [id, name] of [
      [ANNA, 'Anna'],
      [CARLA, 'Carla'],
    ] as const) {
      const person = history.aggregate('person', id);
      const { message, plaintext } = registered(name);
      person.says(message, { said: { subject: id, plaintext } });
      for (const role of ['agent', 'lead', 'admin']) person.says({ $case: 'roleGranted', value: { role } });
    }
    history.aggregate('ticket', 'tkt_1').says(openedBy(ANNA));
  };
  const drained = async (kept: ServiceViews): Promise<void> => {
    const stopping = new AbortController();
    const end = kept.consumers[0]!.meanwhile!(stopping.signal);
    while ((await parked()).length > 0) await sleep(5);
    stopping.abort();
    await end;
  };

  const faults: readonly (readonly [string, Poison])[] = [
    ['its fold throws', { project: (event) => thrownFor(event) }],
    ['it cannot say which row is meant', { keys: (event) => thrownFor(event) }],
    ['no row can have the name that it gives', { keys: (event) => (ofAnna(event, 2) ? ['a\0b'] : undefined) }],
    [
      'the database does not take what its fold made',
      { project: (event) => (ofAnna(event, 2) ? { language: 'e\0n' } : undefined) },
    ],
    ['its fold throws what is no error', { project: (event) => (ofAnna(event, 2) ? nothing() : undefined) }],
  ];
  function thrownFor(event: FeedEvent): undefined {
    if (ofAnna(event, 2)) throw new TypeError('not a function');
  }
  function nothing(): never {
    throw undefined;
  }

  it.each(faults)('parks its aggregate where %s, and takes all else', async (_, fault) => {
    Object.assign(poison, fault);
    speak();
    await everything();

    expect(await card(ANNA)).toMatchObject({ name: 'Anna', opened: 1 });
    expect(await card(CARLA)).toMatchObject({ name: 'Carla', roles: ['requester', 'agent', 'lead', 'admin'] });
    expect(await parked()).toMatchObject([{ consumer: 'spec.person-card.v1', key: `person/${SOME_TENANT}/${ANNA}` }]);
    expect(await views.consumers[0]!.checkpoint('ledger')).toEqual({ epoch: 'history', position: 9n });
  });

  it('leaves the row as it was before the event, and what follows waits, also what comes in later batches', async () => {
    poison.project = (event) => thrownFor(event);
    speak();
    await everything();
    const person = [history.aggregate('person', ANNA), history.events.length] as const;
    const later = { ...person[0].says({ $case: 'roleGranted', value: { role: 'auditor' } }), sequence: 4 };
    await feed(views.consumers[0]!, [later], 10n);

    expect(await card(ANNA)).toMatchObject({ roles: ['requester', 'agent'] });
    expect(await parked()).toMatchObject([{ waiting: 3, error: 'not a function' }]);
  });

  it('takes what waits in its order when a fixed program comes, and tells of what changed', async () => {
    poison.project = (event) => thrownFor(event);
    speak();
    await everything();
    delete poison.project;
    const changes: ViewChange[] = [];
    const fixed = await preparedWith(cardWith({}));
    fixed.onChange((change) => void changes.push(change));
    await drained(fixed);

    expect(await card(ANNA)).toMatchObject({ roles: ['requester', 'agent', 'lead', 'admin'], opened: 1 });
    expect(changes.map(({ keys }) => keys)).toEqual([[ANNA], [ANNA]]);
    expect((await database.pool.query('SELECT FROM parked_event')).rowCount).toBe(0);
  });

  it('goes on behind an event that an operator skips', async () => {
    poison.project = (event) => thrownFor(event);
    speak();
    await everything();
    const { consumer, key } = (await parked())[0]!;
    const client = await database.pool.connect();
    await skipParked(client, { consumer, key, by: 'anna', reason: 'a spec' }).finally(() => client.release());
    await drained(views);
    expect(await card(ANNA)).toMatchObject({ roles: ['requester', 'agent', 'admin'] });
  });

  it('leaves none of an event’s rows changed where it fails for one of them', async () => {
    const both = cardWith({});
    const group = {
      ...both.groups.team!,
      keys: () => [ANNA, CARLA],
      project: (row: object, event: never, key: string) => {
        if (key === CARLA) throw new Error('poison');
        return personCard.groups.team!.project(row, event, key);
      },
    };
    const halved: View = { ...both, version: 2, groups: { ...both.groups, team: group } as unknown as View['groups'] };
    const made = await preparedWith(halved);
    speak();
    history.aggregate('team', NETWORK).says({ $case: 'teamJoined', value: { personId: ANNA } });
    await feed(made.consumers[0]!, history.events, 20n);
    expect(await rows(2)).toEqual(
      await Promise.all(
        [ANNA, CARLA].map(() => expect.not.objectContaining({ teams: expect.anything() as unknown }) as object),
      ),
    );
    expect(await parked()).toMatchObject([{ key: `team/${SOME_TENANT}/${NETWORK}`, error: 'poison' }]);
  });

  it('parks nothing, and comes again, where any other event would fail as well', async () => {
    await database.prepareCrashes();
    speak();
    await database.whileCrashing(() => expect(everything()).rejects.toThrow('crashed as asked'));
    expect(await parked()).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it('parks a broken record with its bytes, and remembers what a newer program says', async () => {
    speak();
    const broken: BrokenRecord = {
      topic: 'person',
      aggregate: { tenant: SOME_TENANT, subject: ANNA },
      place: { topic: 'ledgerdesk.person.1', partition: 2, offset: 9n },
      key: Buffer.from(`${SOME_TENANT}.${ANNA}`),
      value: Buffer.from('not at all'),
      headers: {},
      reason: 'A record cannot be read',
    };
    const future = {
      topic: 'person',
      id: 'an-event',
      tenant: SOME_TENANT,
      subject: CARLA,
      sequence: 9,
      type: 'a.b',
      position: 9n,
      unknown: 'type',
    } as const;
    await views.consumers[0]!.checkpoint('ledger');
    await views.consumers[0]!.handle({ ...batchOf(history.events, 9n), broken: [broken], passedOver: [future] });

    expect(await card(ANNA)).toEqual({ tenantId: SOME_TENANT, id: ANNA, opened: 1 });
    const [key] = await parked();
    expect(key).toMatchObject({ waiting: 5 });
    expect((await itemsOf(database.pool, key!, 1))[0]!.record).toMatchObject({
      value: broken.value,
      place: broken.place,
    });
    expect(await passedOverIn(database.pool, { limit: 9 })).toMatchObject([
      { consumer: 'spec.person-card.v1', count: 1 },
    ]);
  });

  it('begins with nothing parked when it is built anew, and the old version’s goes with it', async () => {
    poison.project = (event) => thrownFor(event);
    speak();
    await everything();
    const newer = await preparedWith(cardWith({}, 2), 9n);
    await feed(newer.consumers[0]!, history.events, 9n);
    await newer.live();
    expect(await parked()).toEqual([]);
    expect(await rows(2)).toMatchObject([{ roles: ['requester', 'agent', 'lead', 'admin'] }, { name: 'Carla' }]);

    await database.pool.query('DROP VIEW person_card; DROP TABLE person_card_v2; DELETE FROM view_checkpoint');
    Object.assign(poison, { project: (event: FeedEvent) => thrownFor(event) });
    const again = await preparedWith(cardWith(poison, 2), 9n);
    await feed(again.consumers[0]!, history.events, 9n);
    await database.pool.query('DROP VIEW person_card; DROP TABLE person_card_v2; DELETE FROM view_checkpoint');
    await preparedWith(cardWith({}, 2));
    expect(await parked()).toEqual([]);
  });

  it('loses nothing of a row that several aggregates write from two partitions at once', async () => {
    for (let n = 0; n < 40; n += 1) history.aggregate('ticket', `tkt_${n}`).says(openedBy(ANNA));
    const replicas = [views, await preparedWith(cardWith({}))];
    await Promise.all(
      replicas.map(async ({ consumers: [consumer] }, half) => {
        const source = `ticket/${half}`;
        await consumer!.checkpoint(source);
        for (const [at, event] of history.events.entries()) {
          if (at % 2 === half) await consumer!.handle({ ...batchOf([event], BigInt(at)), source });
        }
      }),
    );
    expect(await card(ANNA)).toMatchObject({ opened: 40 });
  });
});
