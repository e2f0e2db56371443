import { describeWithOwnKafka } from '@ledgerdesk/testing';
import { Caller } from '../support/caller.ts';
import { emptyDataFolder } from '../support/data-folder.ts';
import { EventFeed, nameOf, type TheirEvent } from '../support/event-feed.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';

interface Timeline {
  readonly ticket: {
    readonly id: string;
    readonly timeline: {
      readonly nodes: readonly { readonly id: string; readonly sequence: number; readonly kind: string }[];
    };
  };
}

const LIST = '{ tickets(first: 50) { nodes { id } } }';
const TIMELINE = `query ($id: ID!) { ticket(id: $id) { id timeline(first: 200) { nodes { id sequence kind } } } }`;

/** `TICKET_OPENED` */
const kindOf = (event: TheirEvent): string =>
  nameOf(event)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase();

/** What somebody is told of each aggregate, in its order. */
const byAggregate = (events: readonly TheirEvent[]) =>
  Object.fromEntries(
    [...Map.groupBy(events, ({ subject }) => subject)]
      .map(
        ([subject, those]) =>
          [subject, those.map(({ id, sequence, type, data }) => ({ id, sequence, type, data }))] as const,
      )
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );

/** All that the demo desk's people are told of it. */
async function toldBy(desk: StandaloneProcess) {
  const logins = ['mira', 'ines', 'auden', 'warehouse'] as const;
  const feeds = logins.map((login) => new EventFeed(desk.address, desk.token(login)));
  const told = await Promise.all(feeds.map((feed) => feed.toTheEnd()));
  return { feeds, told: Object.fromEntries(logins.map((login, index) => [login, byAggregate(told[index]!)])) };
}

/** That what somebody is told of tickets is what their timelines show. */
async function expectTimelines(desk: StandaloneProcess, login: string): Promise<void> {
  const caller = Caller.of(desk, login);
  const events = await new EventFeed(desk.address, desk.token(login), { topics: 'ticket', limit: 7 }).toTheEnd();
  const { tickets } = await caller.ask<{ tickets: { nodes: readonly { id: string }[] } }>(LIST);
  expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set(tickets.nodes.map(({ id }) => id)));
  for (const { id } of tickets.nodes) {
    const { ticket } = await caller.ask<Timeline>(TIMELINE, { id });
    const theirs = events.filter(({ subject }) => subject === id);
    expect(theirs.map(({ sequence }) => Number(sequence))).toEqual(theirs.map((_, index) => index));
    const shown = theirs.filter((event) => nameOf(event) !== 'BareNotice');
    expect(shown.map((event) => [event.id, kindOf(event)])).toEqual(
      ticket.timeline.nodes.map((entry) => [entry.id, entry.kind]),
    );
  }
}

describe('The event feed of one process', () => {
  const data = emptyDataFolder();
  let desk: StandaloneProcess;
  beforeAll(async () => {
    desk = await StandaloneProcess.start({ data: data.path });
  });
  afterAll(async () => {
    await desk.interrupt();
    data.remove();
  });

  it.each(['mira', 'ines', 'auden', 'warehouse'])('tells %s what the timelines of tickets show', async (login) => {
    await expectTimelines(desk, login);
  });

  it('ends the wait of whoever waits when the process ends, and goes on where it was', async () => {
    const feed = new EventFeed(desk.address, desk.token('mira'));
    const { length } = await feed.toTheEnd();
    const waiting = feed.until(() => false);
    const ended = desk.interrupt();
    // The second request of the loop meets a closed door.
    await expect(waiting).rejects.toThrow();
    expect(await ended).toMatchObject({ code: 0 });
    desk = await StandaloneProcess.start({ data: data.path });
    const again = new EventFeed(desk.address, desk.token('mira'));
    again.cursor = feed.cursor;
    expect(await again.toTheEnd()).toEqual([]);
    expect((await new EventFeed(desk.address, desk.token('mira')).toTheEnd()).length).toBe(length);
  });
});

describeWithOwnKafka('The event feed, moved from one machine to many and back', () => {
  const data = emptyDataFolder();
  afterAll(() => data.remove());

  it('tells everybody the same, in the same order of each aggregate, and cursors go on', async () => {
    const open = async (desk: StandaloneProcess, feeds: readonly EventFeed[]): Promise<void> => {
      const { ticketId } = await Caller.of(desk, 'ines').command('openTicket', {
        subject: 'The saddle turns',
        body: { content: 'At every curve.' },
      });
      // Nothing that was there before comes again, and nothing of what happened since is missing.
      for (const feed of feeds) await feed.until(({ subject }) => subject === ticketId);
    };
    const movedTo = (desk: StandaloneProcess, feeds: readonly EventFeed[]): readonly EventFeed[] =>
      (['mira', 'ines', 'auden', 'warehouse'] as const).map((login, index) => {
        const feed = new EventFeed(desk.address, desk.token(login));
        feed.cursor = feeds[index]!.cursor;
        feed.events.push(...feeds[index]!.events);
        return feed;
      });

    let desk = await StandaloneProcess.start({ data: data.path });
    let { feeds } = await toldBy(desk);
    for (const program of ['distributed', 'main'] as const) {
      await open(desk, feeds);
      await desk.interrupt();
      desk = await StandaloneProcess.start({ program, data: data.path });
      feeds = [...movedTo(desk, feeds)];
      await open(desk, feeds);
      await expectTimelines(desk, 'ines');
      const { told } = await toldBy(desk);
      for (const [index, login] of ['mira', 'ines', 'auden', 'warehouse'].entries()) {
        expect(byAggregate(feeds[index]!.events)).toEqual(told[login]);
      }
    }
    await desk.interrupt();
  });
});
