import type { TicketId } from '@ledgerdesk/kernel';
import { Caller } from '../../support/caller.ts';
import { EventFeed, getEvents, nameOf, type EventsQuery } from '../../support/event-feed.ts';
import { startHarbourDesk, type HarbourDesk } from '../../support/gateway/harbour-desk.ts';

describe('The event feed over HTTP', () => {
  let desk: HarbourDesk;
  let ticketId: TicketId;
  beforeAll(async () => {
    desk = await startHarbourDesk();
    const [ines, mira] = [callerOf(desk.requester), callerOf(desk.agent)];
    const opened = await ines.command('openTicket', { subject: 'Light flickers', body: { content: 'All the time.' } });
    ticketId = opened.ticketId as TicketId;
    await mira.command('addNote', { ticketId, body: { content: 'The lamp is old.' } });
    await mira.command('replyToTicket', { ticketId, body: { content: 'On my way.' } });
    await feedOf(desk.agent).until((event) => nameOf(event) === 'TicketStarted');
  });
  afterAll(() => desk.gateway.stop());

  type Person = HarbourDesk['agent'];
  const callerOf = ({ token }: Person) => new Caller(desk.gateway.address, token);
  const feedOf = ({ token }: Person, query?: EventsQuery) => new EventFeed(desk.gateway.address, token, query);
  const get = (token: string | undefined, query: EventsQuery = {}, headers = {}) =>
    getEvents(desk.gateway.address, token, query, { headers });

  it('is a batch of CloudEvents, from the first event ever, with the way to the next', async () => {
    const { headers, events, cursor, more } = await get(desk.agent.token, { limit: 3 });
    expect(headers.get('content-type')).toBe('application/cloudevents-batch+json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(events).toHaveLength(3);
    expect(more).toBe(true);
    const [, link = ''] = /^<(.*)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
    const next = await fetch(new URL(link, desk.gateway.address), {
      headers: { authorization: `Bearer ${desk.agent.token}` },
    });
    expect(new URL(link, desk.gateway.address).searchParams.get('after')).toBe(cursor);
    const all = await feedOf(desk.agent).toTheEnd();
    expect([...events, ...((await next.json()) as object[])]).toEqual(all.slice(0, 6));
  });

  it('tells the desk all of a ticket, its requester of a note that it was there, and others nothing', async () => {
    const of = async (person: Person) =>
      (await feedOf(person, { topics: 'ticket' }).toTheEnd())
        .filter(({ subject }) => subject === ticketId)
        .map((event) => [Number(event.sequence), nameOf(event)]);
    expect(await of(desk.agent)).toEqual([
      [0, 'TicketOpened'],
      [1, 'NoteAdded'],
      [2, 'ReplyPosted'],
      [3, 'TicketStarted'],
    ]);
    expect(await of(desk.requester)).toEqual([
      [0, 'TicketOpened'],
      [1, 'BareNotice'],
      [2, 'ReplyPosted'],
      [3, 'TicketStarted'],
    ]);
    expect(await of(desk.other)).toEqual([]);
    expect(await of(desk.stranger)).toEqual([]);
  });

  it('tells what was written in clear, and where it stands in the ledger not at all', async () => {
    const events = await feedOf(desk.requester, { types: 'ledgerdesk.tickets.v1.TicketOpened' }).toTheEnd();
    expect(events[0]?.data).toMatchObject({
      ticketOpened: { personal: { subject: 'Light flickers', body: { content: 'All the time.' } } },
    });
    expect(JSON.stringify(events)).not.toMatch(/"position"|"sealed"|"ciphertext"/);
  });

  it('tells no more of a note than that it was there', async () => {
    const events = await feedOf(desk.requester).toTheEnd();
    const note = events.find((event) => event.subject === ticketId && nameOf(event) === 'BareNotice');
    expect(note?.data).toEqual({ bareNotice: {} });
    expect(Object.keys(note!)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(time|actor.*|correlationid)$/)]),
    );
  });

  describe('where a reader waits', () => {
    it('is answered as soon as something happens that is theirs to read', async () => {
      const feed = feedOf(desk.other);
      await feed.toTheEnd();
      const waiting = feed.until((event) => nameOf(event) === 'TicketOpened');
      await callerOf(desk.requester).command('openTicket', { subject: 'Not theirs', body: { content: 'x' } });
      await callerOf(desk.other).command('openTicket', { subject: 'Theirs', body: { content: 'x' } });
      expect((await waiting).data).toMatchObject({ ticketOpened: { personal: { subject: 'Theirs' } } });
    });

    it('is answered with nothing and a cursor, where nothing happens', async () => {
      const feed = feedOf(desk.stranger);
      await feed.toTheEnd();
      const answer = await get(desk.stranger.token, { after: feed.cursor!, wait: 1 });
      expect([answer.status, answer.events, answer.more]).toEqual([200, [], false]);
      const again = await get(desk.stranger.token, { after: answer.cursor });
      expect([again.status, again.events]).toEqual([200, []]);
    });
  });

  describe('answers with a problem', () => {
    it.each<[string, () => string | undefined, EventsQuery & Record<string, string>, object]>([
      ['no token', () => undefined, {}, { status: 401, code: 'UNAUTHENTICATED' }],
      ['a token that does not hold', () => 'nonsense', {}, { status: 401, code: 'UNAUTHENTICATED' }],
      ['a cursor that is none', () => desk.agent.token, { after: 'x' }, { status: 400, code: 'MALFORMED_CURSOR' }],
      ['too many at once', () => desk.agent.token, { limit: '1001' }, { status: 400, code: 'OVER_LIMIT' }],
      ['too long a wait', () => desk.agent.token, { wait: '31' }, { status: 400, code: 'OVER_LIMIT' }],
      ['a wish that is none', () => desk.agent.token, { since: '2026' }, { status: 400, code: 'MALFORMED_REQUEST' }],
    ])('to %s', async (_, token, query, problem) => {
      const answer = await get(token(), query);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.problem).toMatchObject(problem);
      expect(answer.status).toBe((problem as { status: number }).status);
    });

    it('to a cursor of another desk, or of other topics', async () => {
      const feed = feedOf(desk.agent);
      await feed.toTheEnd();
      const [abroad, others] = [
        await get(desk.stranger.token, { after: feed.cursor! }),
        await get(desk.agent.token, { after: feed.cursor!, topics: 'ticket' }),
      ];
      expect([abroad.problem, others.problem]).toMatchObject([
        { code: 'MALFORMED_CURSOR' },
        { code: 'MALFORMED_CURSOR' },
      ]);
    });

    it('to whoever accepts no JSON, and takes what can be answered else', async () => {
      expect((await get(desk.agent.token, {}, { accept: 'text/html' })).problem).toMatchObject({
        code: 'NOT_ACCEPTABLE',
      });
      for (const accept of ['application/cloudevents-batch+json', 'application/json;q=0.5', '*/*'])
        expect((await get(desk.agent.token, { limit: 1 }, { accept })).status).toBe(200);
    });
  });

  it('judges anew what a reader may do when they have waited', async () => {
    const { people } = desk.gateway;
    const paul = desk.other;
    const feed = feedOf(paul);
    await feed.toTheEnd();
    const waiting = feed.until((event) => event.subject === ticketId);
    await people.grant(paul, 'agent');
    await callerOf(desk.agent).command('replyToTicket', { ticketId, body: { content: 'Done.' } });
    expect(nameOf(await waiting)).toBe('ReplyPosted');
  });
});
