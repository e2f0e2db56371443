import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimsOf, signed } from '../support/access-tokens.ts';
import { Caller } from '../support/caller.ts';
import { emptyDataFolder } from '../support/data-folder.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';
import { numberOn, openForm, sendForm } from '../support/web-form.ts';

const TICKET = `query ($number: String!) {
  ticketByNumber(number: $number) {
    id number subject state { kind } requester { name } assignee { name } team { key }
    timeline(first: 50) { nodes { sequence kind text actor { name } author { name } authorVerified } }
  }
}`;

interface Entry {
  readonly sequence: number;
  readonly kind: string;
  readonly text: string | null;
  readonly actor: { readonly name: string | null };
  readonly author: { readonly name: string | null } | null;
  readonly authorVerified: boolean | null;
}

interface Ticket {
  readonly id: string;
  readonly subject: string | null;
  readonly state: { readonly kind: string };
  readonly requester: { readonly name: string } | null;
  readonly assignee: { readonly name: string } | null;
  readonly team: { readonly key: string } | null;
  readonly timeline: { readonly nodes: readonly Entry[] };
}

const story = ({ timeline }: Ticket): readonly string[] => timeline.nodes.map(({ kind }) => kind);

describe('A ticket from the web form', () => {
  const data = emptyDataFolder();
  const written = {
    name: 'Inês Duarte',
    mail: 'ines@harbour.example',
    subject: 'Saddle of bike 9 turns 🚲',
    body: 'At every curve.\r\nIt is not pleasant.',
  };
  let desk: StandaloneProcess;
  let number: string;

  const as = (login: string): Caller => Caller.of(desk, login);
  const ticket = async (login: string, headers: Readonly<Record<string, string>> = {}): Promise<Ticket | null> => {
    const found = await as(login).ask<{ ticketByNumber: Ticket | null }>(TICKET, { number }, headers);
    return found.ticketByNumber;
  };
  const shown = async (login: string): Promise<Ticket> => {
    for (;;) {
      const found = await ticket(login);
      if (found) return found;
      await sleep(20);
    }
  };

  beforeAll(async () => {
    desk = await StandaloneProcess.start({ data: data.path });
  });
  afterAll(async () => {
    if (desk.running) await desk.interrupt();
    data.remove();
  });

  it('gets one number, however often the page is sent, and has its writer as its requester', async () => {
    const form = new URL('/forms/harbour', desk.address);
    const { page, hidden } = await openForm(form);
    expect(page).toContain('Harbour Bikes');
    const answers = await Promise.all([1, 2, 3].map(() => sendForm(form, hidden, written)));
    expect(new Set(answers.map(String)).size).toBe(1);
    number = await numberOn(answers[0]!);
    expect(await shown('sven')).toMatchObject({
      subject: written.subject,
      requester: { name: 'Inês Duarte' },
      state: { kind: 'NEW' },
      assignee: null,
    });
  });

  it('says that nobody has checked who wrote it', async () => {
    const { nodes } = (await shown('sven')).timeline;
    expect(nodes).toMatchObject([
      {
        kind: 'TICKET_OPENED',
        author: { name: 'Inês Duarte' },
        authorVerified: false,
        actor: { name: 'service:tickets' },
      },
    ]);
  });

  it('is assigned, worked on, answered, resolved and confirmed by different people, and tells who did it and why', async () => {
    const { id: ticketId } = await shown('sven');
    const me = async (login: string) =>
      (
        await as(login).ask<{ me: { person: { id: string }; teams: { id: string; key: string }[] } }>(
          '{ me { person { id } teams { id key } } }',
        )
      ).me;
    const [mira, sven] = [await me('mira'), await me('sven')];
    const teamId = sven.teams.find(({ key }) => key === 'workshop')?.id;

    const steps: readonly [string, string, object][] = [
      ['sven', 'assignTicket', { teamId, agentId: mira.person.id }],
      ['mira', 'startWork', {}],
      ['mira', 'replyToTicket', { body: { content: 'Which station is it at?' } }],
      ['mira', 'waitForCustomer', {}],
      ['ines', 'replyToTicket', { body: { content: 'At Quay West.' } }],
      ['mira', 'addNote', { body: { content: 'The clamp is worn out.' } }],
      ['mira', 'resolveTicket', { resolution: 'New clamp.' }],
    ];
    for (const [login, mutation, input] of steps) {
      expect(await as(login).command(mutation, { ticketId, ...input })).toMatchObject({ ticketId });
    }
    const confirmed = await as('ines').command('confirmResolution', { ticketId });

    const closed = await ticket('sven', confirmed.atLeast);
    expect(closed).toMatchObject({
      state: { kind: 'CLOSED' },
      assignee: { name: 'Mira Castellanos' },
      team: { key: 'workshop' },
    });
    expect(closed?.timeline.nodes.map(({ sequence }) => sequence)).toEqual(closed?.timeline.nodes.map((_, at) => at));
    const told = closed?.timeline.nodes.map(({ kind, actor, author, text }) => [
      kind,
      author?.name ?? actor.name,
      text,
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['TICKET_OPENED', 'Inês Duarte', 'At every curve.\nIt is not pleasant.'],
        ['REPLY_POSTED', 'Mira Castellanos', 'Which station is it at?'],
        ['REPLY_POSTED', 'Inês Duarte', 'At Quay West.'],
        ['NOTE_ADDED', 'Mira Castellanos', 'The clamp is worn out.'],
        ['TICKET_RESOLVED', 'Mira Castellanos', 'New clamp.'],
        ['RESOLUTION_CONFIRMED', 'Inês Duarte', null],
      ]),
    );
    expect(told?.at(-1)?.[0]).toBe('TICKET_CLOSED');
    const written = closed?.timeline.nodes.filter(({ author }) => author !== null).slice(1);
    expect(written?.map(({ authorVerified }) => authorVerified)).toEqual([true, true, true]);
  });

  it('shows its requester all but the notes', async () => {
    const [theirs, ours] = [await shown('ines'), await shown('mira')];
    expect(story(ours)).toContain('NOTE_ADDED');
    expect(story(theirs)).toEqual(story(ours).filter((kind) => kind !== 'NOTE_ADDED'));
  });

  it('is nobody else’s: not another requester’s, not the operator’s, not the other tenant’s, by number, id or command', async () => {
    const { id: ticketId } = await shown('sven');
    const paul = new Caller(desk.address, await signed(data.path, claimsOf('paul')));
    for (const stranger of [paul, ...['rosa', 'jun', 'felix', 'noor'].map(as)]) {
      expect(await stranger.ask(TICKET, { number })).toEqual({ ticketByNumber: null });
      const byId = await stranger.ask<{ ticket: unknown }>('query ($id: ID!) { ticket(id: $id) { id } }', {
        id: ticketId,
      });
      expect(byId.ticket).toBeNull();
      const list = await stranger.ask<{ tickets: { nodes: { id: string }[] } }>(
        '{ tickets(first: 200) { nodes { id } } }',
      );
      expect(list.tickets.nodes.map(({ id }) => id)).not.toContain(ticketId);
      const told = await stranger.command('replyToTicket', { ticketId, body: { content: 'Me too' } });
      expect(told.code).toBe('TICKET_NOT_FOUND');
      const absent = await stranger.command('replyToTicket', {
        ticketId: 'tkt_01h455vb4pex5vsknk084sn02q',
        body: { content: 'Me too' },
      });
      expect(told).toEqual(absent);
    }
    const above = await postGraphql(desk.address, desk.token('operator'), { query: TICKET, variables: { number } });
    expect(above.data ?? { ticketByNumber: null }).toEqual({ ticketByNumber: null });
  });

  it('is there after a restart, to the last word; the demo desk is told no second time', async () => {
    const tickets =
      '{ tickets(first: 200) { nodes { id number subject state { key } timeline(first: 100) { nodes { id kind text } } } } }';
    const before = {
      ticket: await ticket('sven'),
      harbour: await as('sven').ask(tickets),
      orchard: await as('felix').ask(tickets),
    };
    await desk.interrupt();
    desk = await StandaloneProcess.start({ data: data.path });
    const after = {
      ticket: await ticket('sven'),
      harbour: await as('sven').ask(tickets),
      orchard: await as('felix').ask(tickets),
    };
    expect(after).toEqual(before);
  });

  it('answers a command sent again after a kill -9 as it was answered before', async () => {
    const input = {
      commandId: randomUUID(),
      subject: 'Sent twice',
      body: { content: 'Once before the crash, once after.' },
    };
    const first = await as('ines').command('openTicket', input);
    await desk.kill();
    desk = await StandaloneProcess.start({ data: data.path });
    const { atLeast: _before, ...before } = first;
    const { atLeast: _after, ...after } = await as('ines').command('openTicket', input);
    expect(after).toEqual(before);
  });
});
