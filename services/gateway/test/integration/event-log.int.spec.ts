import { newId, type TeamId } from '@ledgerdesk/kernel';
import { aggregateOf, LEDGER, SecondOwnerError, type PlacedEvent } from '@ledgerdesk/messaging';
import { FeedHistory, seededRandom, SOME_TENANT } from '@ledgerdesk/testing';
import { theBeginning } from '../../src/event-log/log-place.ts';
import { ANNA, BILLING, BORIS, NETWORK, OTHER_TENANT, OTTO, TICKET } from '../support/desk.ts';
import { ALL_PARTITIONS, EventLogBench, partitionOfEvent, type Reading } from '../support/event-log-bench.ts';
import { aReader, parsed, type ReadEvent, type SpecReader } from '../support/event-readers.ts';
import { peopleHistory } from '../support/histories.ts';
import { ATicket } from '../support/tickets.ts';

type Random = () => number;

const anyOf = <Item>(items: readonly Item[], random: Random): Item => items[Math.floor(random() * items.length)]!;

/** What happened in two tenants. */
function deskHistory(): FeedHistory {
  const history = peopleHistory();
  for (let n = 0; n < 5; n += 1) new ATicket(history, newId('tkt')).livedThrough();
  new ATicket(history, newId('tkt')).opened({ requesterId: OTTO }).noted().replied();
  new ATicket(history, newId('tkt')).refused();
  new ATicket(history, newId('tkt'), OTHER_TENANT).opened().resolved();
  return history;
}

/** As the ledger holds it: aggregates interleaved, positions with gaps. */
function ledgerOf({ events }: FeedHistory, random: Random): readonly PlacedEvent[] {
  const queues = [...Map.groupBy(events, aggregateOf).values()];
  const ledger: PlacedEvent[] = [];
  for (let position = 0n; queues.length > 0; position += BigInt(1 + Math.floor(random() * 3))) {
    const queue = anyOf(queues, random);
    ledger.push({ event: queue.shift()!, position });
    if (queue.length === 0) queues.splice(queues.indexOf(queue), 1);
  }
  return ledger;
}

describe('The event log', () => {
  let bench: EventLogBench;
  let history: FeedHistory;
  beforeAll(async () => {
    bench = await EventLogBench.start();
  });
  afterAll(() => bench.stop());
  beforeEach(async () => {
    history = deskHistory();
    await bench.beginAnew(history);
  });

  const supervisor = aReader('supervisor', BORIS, { teams: [NETWORK] });

  /** Each event of the aggregates that a supervisor may read, once, each aggregate's in its order. */
  function expectAll(events: readonly ReadEvent[]): void {
    const theirs = history.events.filter(({ tenant, topic, type }) => {
      const readable = topic === 'ticket' || topic === 'person' || topic === 'team';
      return tenant === SOME_TENANT && readable && !type.endsWith('SubmissionRefused');
    });
    expect(events.map(({ id }) => id).toSorted()).toEqual(theirs.map(({ id }) => id).toSorted());
    for (const [subject, those] of Map.groupBy(events, (event) => event.subject)) {
      expect([subject, those.map(({ sequence }) => Number(sequence))]).toEqual([subject, those.map((_, n) => n)]);
    }
  }

  describe('is read without a gap and without a repeat', () => {
    it.each([1, 2, 3, 4])('whatever comes late, by whoever reads between (seed %i)', async (seed) => {
      const random = seededRandom(seed);
      const ledger = ledgerOf(history, random);
      const readings: Reading[] = [];
      // One of the first half of a ticket, so that there is something that waits behind it.
      const broken = anyOf(
        ledger.filter(({ event }) => event.topic === 'ticket' && event.sequence < 4),
        random,
      ).event;
      const future = history.events.filter(
        ({ topic, sequence }) => topic === 'ticket' && sequence > 0 && random() < 0.2,
      );
      const act = async (sources: readonly string[]): Promise<void> => {
        if (random() < 0.1) readings.push(bench.aReading(supervisor));
        if (random() < 0.5 && readings.length > 0) await anyOf(readings, random).on(1 + Math.floor(random() * 20));
        if (random() < 0.1) bench.consumer = bench.aConsumer();
        if (random() < 0.03) await bench.drain();
        await bench.bring(ledger, anyOf(sources, random), 1 + Math.floor(random() * 6), { broken, future });
      };
      // On one machine first, where what happened is read by one; then on many, where partitions come apart.
      const moves = Math.floor(random() * 40);
      for (let n = 0; n < moves; n += 1) await act([LEDGER]);
      const alive = ALL_PARTITIONS.filter((source) => ledger.some(({ event }) => partitionOfEvent(event) === source));
      const slow = anyOf(alive, random);
      for (let n = 0; n < 120; n += 1) await act(alive.filter((source) => source !== slow || n > 80));
      if (random() < 0.5) await bench.forgetCheckpoints();
      for (const source of alive) while (await bench.bring(ledger, source, 3, { broken, future }));
      await bench.drain();

      readings.push(bench.aReading(supervisor));
      for (const reading of readings) expectAll(await reading.toTheEnd());
    });
  });

  /** A ledger of one history, brought at once. */
  async function brought(one: FeedHistory = history): Promise<readonly PlacedEvent[]> {
    const ledger = one.events.map((event, index) => ({ event, position: BigInt(index) }));
    while (await bench.bring(ledger, LEDGER, 1000));
    return ledger;
  }
  const types = (events: readonly ReadEvent[]) => events.map(({ type }) => type.split('.').at(-1));
  const oneTicket = (): { readonly history: FeedHistory; readonly ticket: ATicket } => {
    const one = new FeedHistory();
    return { history: one, ticket: new ATicket(one, TICKET) };
  };

  it('shows a requester their own tickets, and of the desk’s notes that they were there', async () => {
    await brought();
    const events = await bench.aReading(aReader('requester', OTTO)).toTheEnd();
    expect(types(events)).toEqual(['TicketOpened', 'BareNotice', 'ReplyPosted']);
    expect(events.map(({ sequence }) => Number(sequence))).toEqual([0, 1, 2]);
    expect(events[0]?.data).toMatchObject({ ticketOpened: { requesterId: OTTO, personal: { subject: 'No network' } } });
    expect(JSON.stringify(events)).not.toContain('Her switch is old.');
  });

  it('shows nobody what is of another tenant', async () => {
    await brought();
    const abroad = aReader('supervisor', OTTO, { tenant: OTHER_TENANT });
    const events = await bench.aReading(abroad).toTheEnd();
    const theirs = history.events.filter(({ tenant }) => tenant === OTHER_TENANT);
    expect(events.map(({ id }) => id)).toEqual(theirs.map(({ id }) => id));
    const { rows } = await bench.database.pool.query('SELECT FROM event_log');
    expect(rows).toEqual([]);
  });

  it('says that somebody was erased, whenever the event is read', async () => {
    await brought();
    history.erase(OTTO);
    const [opened] = await bench.aReading(aReader('requester', OTTO)).toTheEnd();
    expect(opened?.data).toMatchObject({
      ticketOpened: { personalOf: OTTO },
      withheld: [{ path: ['ticketOpened', 'personal'], reason: 'ERASED' }],
    });
  });

  it('judges what somebody may read when it is read: a ticket goes with its team', async () => {
    const { history: one, ticket } = oneTicket();
    await bench.beginAnew(one);
    ticket.opened({ teamId: NETWORK });
    await brought(one);
    const of = (team: TeamId): SpecReader => {
      const reader = aReader('requester', ANNA, { teams: [team] });
      return { ...reader, identity: { ...reader.identity, permissions: ['ticket.read:team'] } };
    };
    const [network, billing] = [bench.aReading(of(NETWORK)), bench.aReading(of(BILLING))];
    expect(types(await network.toTheEnd())).toEqual(['TicketOpened']);
    expect(types(await billing.toTheEnd())).toEqual([]);
    ticket.assigned(BILLING).replied();
    await brought(one);
    expect(types(await network.toTheEnd())).toEqual(['TicketOpened']);
    expect(types(await billing.toTheEnd())).toEqual(['TicketAssigned', 'ReplyPosted']);
    expect(types(await bench.aReading(of(BILLING)).toTheEnd())).toEqual([
      'TicketOpened',
      'TicketAssigned',
      'ReplyPosted',
    ]);
  });

  it('tells of an event from the future that it was there, and what it is once it is known', async () => {
    const { history: one, ticket } = oneTicket();
    await bench.beginAnew(one);
    ticket.opened().replied().closed();
    const [opened, replied, closed] = one.events;
    const { topic, id, tenant, subject, sequence, type } = replied!;
    const future = { topic, id, tenant, subject, sequence, type, position: 1n, unknown: 'type' } as const;
    await bench.consumer.checkpoint(LEDGER);
    await bench.consumer.handle({
      source: LEDGER,
      epoch: 'history',
      events: [opened!, closed!],
      positions: [0n, 2n],
      position: 2n,
      passedOver: [future],
    });
    const reading = bench.aReading(supervisor);
    expect(types(await reading.toTheEnd())).toEqual(['TicketOpened', 'BareNotice', 'TicketClosed']);
    expect(reading.events[1]).toMatchObject({ id, sequence: '0000000001' });
    await bench.forgetCheckpoints();
    await brought(one);
    expect(types(await bench.aReading(supervisor).toTheEnd())).toEqual(['TicketOpened', 'ReplyPosted', 'TicketClosed']);
    expect((await reading.toTheEnd()).length).toBe(3);
  });

  describe('of a ticket that waits for what cannot be read', () => {
    const waiting = async () => {
      const { history: one, ticket } = oneTicket();
      await bench.beginAnew(one);
      ticket.opened().replied().noted().replied().closed();
      const ledger = one.events.map((event, index) => ({ event, position: BigInt(index) }));
      return { ledger, events: one.events };
    };

    it('tells nothing from the future before it, and then all in order', async () => {
      const { ledger, events } = await waiting();
      const unread = { broken: events[1]!, future: [events[2]!, events[4]!] };
      const reading = bench.aReading(supervisor);
      for (let n = 0; n < 5; n += 1) await bench.bring(ledger, LEDGER, 1, unread);
      expect(types(await reading.toTheEnd())).toEqual(['TicketOpened']);
      await bench.drain();
      const all = ['TicketOpened', 'ReplyPosted', 'BareNotice', 'ReplyPosted', 'BareNotice'];
      expect(types(await reading.toTheEnd())).toEqual(all);
      expect(types(await bench.aReading(supervisor).toTheEnd())).toEqual(all);
    });

    it('tells that it was there, where it turns out to be from the future itself', async () => {
      const { ledger, events } = await waiting();
      const reading = bench.aReading(supervisor);
      while (await bench.bring(ledger, LEDGER, 9, { broken: events[1]! }));
      await bench.database.pool.query('UPDATE broken_record SET value = $1', [Buffer.from('{"ticketTeleported":{}}')]);
      await bench.drain();
      const all = ['TicketOpened', 'BareNotice', 'NoteAdded', 'ReplyPosted', 'TicketClosed'];
      expect(types(await reading.toTheEnd())).toEqual(all);
      expect(reading.events.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    });
  });

  it('tells events of the types that are wanted, hidden ones by the type that they are shown as', async () => {
    await brought();
    const wanting = async (who: SpecReader, ...names: readonly string[]) => {
      const wanted = new Set(names.map((name) => `ledgerdesk.tickets.v1.${name}`));
      const after = theBeginning(['ticket']);
      return types(parsed((await bench.reader.read(who, { after, limit: 1000, types: wanted })).events));
    };
    expect(await wanting(aReader('requester', OTTO), 'NoteAdded', 'TicketOpened')).toEqual(['TicketOpened']);
    expect(await wanting(aReader('requester', OTTO), 'BareNotice')).toEqual(['BareNotice']);
    expect(new Set(await wanting(supervisor, 'NoteAdded'))).toEqual(new Set(['NoteAdded']));
  });

  describe('after a backup of the ledger was restored', () => {
    it('takes no cursor from before, and tells what the restored ledger holds', async () => {
      const ledger = await brought();
      const before = bench.aReading(supervisor);
      await before.toTheEnd();

      bench.epoch = 'restored';
      await bench.forgetCheckpoints();
      const restored = ledger
        .slice(0, 40)
        .map(({ event, position }) => ({ event: { ...event, epoch: 'restored' }, position }));
      while (await bench.bring(restored, LEDGER, 7));
      await expect(before.on()).rejects.toThrow(expect.objectContaining({ code: 'FOREIGN_EPOCH' }));
      const events = await bench.aReading(supervisor).toTheEnd();
      const theirs = before.events.filter(({ id }) => restored.some(({ event }) => event.id === id));
      expect(events.map(({ id }) => id)).toEqual(theirs.map(({ id }) => id));
    });
  });

  it('goes on where it was, when what another process has stored comes again', async () => {
    const ledger = history.events.map((event, index) => ({ event, position: BigInt(index) }));
    const other = bench.aConsumer();
    await other.checkpoint(LEDGER);
    await bench.bring(ledger, LEDGER, 10);
    const again = { source: LEDGER, epoch: 'history', events: [ledger[0]!.event], positions: [0n], position: 0n };
    await expect(other.handle(again)).rejects.toThrow(SecondOwnerError);
    bench.consumer = other;
    await brought();
    expectAll(await bench.aReading(supervisor).toTheEnd());
  });
});
