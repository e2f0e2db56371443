import { InMemoryEventStore, placeOf, type Place } from '@ledgerdesk/event-store';
import { epochMilliseconds, type Instant } from '@ledgerdesk/kernel';
import { partitionSourceOf } from '@ledgerdesk/messaging';
import { ServiceViews, viewLags, viewStands, type ViewLag } from '@ledgerdesk/read-models';
import { FeedHistory, SOME_TENANT, ViewDatabase } from '@ledgerdesk/testing';
import { append } from '../support/fed-ledger.ts';
import { CARLA, openedBy, OTHER_TENANT } from '../support/histories.ts';
import { personCard } from '../support/person-card.ts';

const NO_LOG = { error: () => undefined, warn: () => undefined, debug: () => undefined };
const THIRD_TENANT = 'tnt_01h455vb4pex5vsknk084sn02y';

describe('How far a view is behind', () => {
  let database: ViewDatabase;
  let eventStore: InMemoryEventStore;
  let history: FeedHistory;
  let views: ServiceViews;
  let clock: Instant;
  beforeAll(async () => void (database = await ViewDatabase.start()));
  beforeEach(async () => {
    await database.beginAnew();
    clock = '2026-03-02T09:00:00.000Z' as Instant;
    eventStore = new InMemoryEventStore({ now: () => clock });
    history = new FeedHistory();
    views = new ServiceViews({
      service: 'spec',
      views: [personCard],
      database: database.pool,
      keyRing: history.keyRing,
      eventStore,
      logger: NO_LOG,
    });
    await views.prepare();
  });
  afterAll(() => database.stop());

  /** A ticket is opened; answers its event and where it stands. */
  const opens = async (id: string, at: string, tenant: string = SOME_TENANT) => {
    clock = `2026-03-02T${at}.000Z` as Instant;
    const event = history.aggregate('ticket', id, tenant as typeof SOME_TENANT).says(openedBy(CARLA));
    await append(eventStore, [event]);
    return { event, place: placeOf(await eventStore.head()) };
  };

  const hears = async (source: string, { epoch, position }: Place): Promise<void> => {
    const [consumer] = views.consumers;
    await consumer!.checkpoint(source);
    await consumer!.handle({ source, epoch, events: [], position, positions: [] });
  };

  const lagAt = async (at: string, options: { window?: bigint; tenants?: number } = {}): Promise<ViewLag> => {
    const end = placeOf(await eventStore.head());
    const stands = await viewStands(database.pool, [personCard], end.epoch);
    const now = epochMilliseconds(`2026-03-02T${at}.000Z` as Instant);
    const [lag] = await viewLags(stands, { eventStore, end, now, window: 1000n, tenants: 2, ...options });
    return lag!;
  };

  it('is told in events and seconds, the tenants that wait longest first and no more of them than one reads', async () => {
    const { place } = await opens('tkt_1', '10:00:00');
    await hears('ledger', place);
    expect(await lagAt('10:05:00')).toEqual({ events: 0, seconds: 0, atLeast: false, tenants: [] });
    await opens('tkt_2', '10:00:10', OTHER_TENANT);
    await opens('tkt_3', '10:00:20');
    await opens('tkt_4', '10:00:30');
    await opens('tkt_5', '10:00:40', THIRD_TENANT);
    expect(await lagAt('10:01:00')).toEqual({
      events: 4,
      seconds: 50,
      atLeast: false,
      tenants: [
        { tenant: OTHER_TENANT, events: 1, seconds: 50 },
        { tenant: SOME_TENANT, events: 2, seconds: 40 },
      ],
    });
  });

  it('is nothing where a partition has been quiet for long', async () => {
    const quiet = await opens('tkt_1', '10:00:00');
    await hears(partitionSourceOf(quiet.event), quiet.place);
    for (let n = 2; n < 30; n += 1) {
      const { event, place } = await opens(`tkt_${n}`, '11:00:00');
      await hears(partitionSourceOf(event), place);
    }
    expect(await lagAt('12:00:00')).toMatchObject({ events: 0, atLeast: false });
    expect(await lagAt('12:00:00', { window: 50n })).toMatchObject({ events: 0, atLeast: false });
  });

  it('is at least what was looked at, where it is more', async () => {
    const { place } = await opens('tkt_1', '10:00:00');
    await hears('ledger', place);
    for (let n = 2; n < 30; n += 1) await opens(`tkt_${n}`, '11:00:00');
    expect(await lagAt('11:00:01', { window: 300n })).toMatchObject({ atLeast: true });
    expect(await lagAt('11:00:01')).toMatchObject({ events: 28, atLeast: false });
  });

  it('counts nothing that came after the end that was asked about', async () => {
    const { place: end } = await opens('tkt_1', '10:00:00');
    await opens('tkt_2', '10:00:01');
    const stands = await viewStands(database.pool, [personCard], end.epoch);
    const [lag] = await viewLags(stands, { eventStore, end, now: 0, window: 1000n, tenants: 2 });
    expect(lag).toMatchObject({ events: 1 });
  });
});
