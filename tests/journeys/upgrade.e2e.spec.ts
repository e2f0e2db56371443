import { describeWithOwnKafka } from '@ledgerdesk/testing';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { Caller } from '../support/caller.ts';
import { databaseOf, emptyDataFolder } from '../support/data-folder.ts';
import { EventFeed, nameOf } from '../support/event-feed.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { descendantsOf, isAlive } from '../support/processes.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';
import { numberOn, openForm, sendForm } from '../support/web-form.ts';

const PATIENCE_MS = 600_000;
const FIXTURE = pathToFileURL(path.join(import.meta.dirname, 'upgrade/other-release.ts')).href;
const TICKET = `query ($id: ID!) { ticket(id: $id) {
  subject state { kind } timeline(first: 50) { nodes { kind } }
} }`;

interface Shown {
  readonly ticket: {
    readonly subject: string;
    readonly state: { readonly kind: string };
    readonly timeline: { readonly nodes: readonly { readonly kind: string }[] };
  };
}

interface PassedOver {
  readonly service: string;
  readonly consumer: string;
  readonly type: string;
  readonly unknown: string;
}

describeWithOwnKafka('A service that is upgraded alone, while the others go on', () => {
  const data = emptyDataFolder();
  const releasesFile = path.join(path.dirname(data.path), 'releases.json');
  let desk: StandaloneProcess;
  let form: URL;
  let [first, second] = ['', ''];

  const pidOf = (service: string): number | undefined =>
    descendantsOf(desk.pid).find(({ command }) => command.includes(`/services/${service}/dist/main.js`))?.pid;
  const releases = (release: Readonly<Record<string, string>>): void =>
    writeFileSync(releasesFile, JSON.stringify(release));
  /** Ends a service, which is started again a moment later in the release that there is then; meanwhile work is done. */
  async function upgraded(service: string, meanwhile: () => Promise<void>): Promise<void> {
    const pid = pidOf(service)!;
    process.kill(pid, 'SIGTERM');
    while (isAlive(pid)) await sleep(20);
    await meanwhile();
  }
  const as = (login: string): Caller => Caller.of(desk, login);
  /** As clients do: again, under the same id, while the answer says that it may help. */
  async function done(login: string, mutation: string, input: object) {
    const sent = { commandId: crypto.randomUUID(), ...input };
    for (;;) {
      const answer = await as(login)
        .command(mutation, sent)
        .catch(() => undefined);
      if (answer) {
        expect(answer).toMatchObject({ ticketId: expect.any(String) });
        return answer;
      }
      await sleep(200);
    }
  }
  const opened = async (subject: string): Promise<string> =>
    (await done('ines', 'openTicket', { subject, body: { content: 'It rains in.' } })).ticketId!;
  async function shown(id: string, wanted: (ticket: Shown['ticket']) => boolean): Promise<Shown['ticket']> {
    for (;;) {
      const { ticket } = await as('mira').ask<Shown>(TICKET, { id });
      if (wanted(ticket)) return ticket;
      await sleep(100);
    }
  }
  const kindsOf = ({ timeline }: Shown['ticket']): readonly string[] => timeline.nodes.map(({ kind }) => kind);
  async function ledgerdesk(...args: readonly string[]): Promise<string> {
    const { code, printed } = await StandaloneProcess.command([...args, '--data', data.path]);
    expect({ code, printed }).toMatchObject({ code: 0 });
    return printed;
  }
  const json = async <Found>(...args: readonly string[]): Promise<Found> =>
    JSON.parse(await ledgerdesk(...args, '--json')) as Found;
  /** Looks until each of them is remembered: service, type and what of it was not known. */
  async function passedOver(...wanted: readonly string[]): Promise<readonly PassedOver[]> {
    for (;;) {
      const all = await json<readonly PassedOver[]>('passed-over');
      const found = all.map(({ service, type, unknown }) => `${service} ${nameOf({ type })} ${unknown}`);
      if (wanted.every((each) => found.includes(each))) return all;
      await sleep(200);
    }
  }
  async function query<Row extends object>(database: string, sql: string, values: readonly unknown[] = []) {
    const client = new pg.Client({ connectionString: databaseOf(data.path, database) });
    await client.connect();
    try {
      return (await client.query<Row>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }
  const toldOf = async (id: string): Promise<readonly string[]> => {
    const feed = new EventFeed(desk.address, desk.token('ada'), { topics: 'ticket' });
    const events = (await feed.toTheEnd()).filter(({ subject }) => subject === id);
    expect(events.map(({ sequence }) => Number(sequence))).toEqual(events.map((_, index) => index));
    return events.map(nameOf);
  };

  beforeAll(async () => {
    releases({ gateway: 'behind' });
    desk = await StandaloneProcess.start({
      program: 'distributed',
      data: data.path,
      env: { NODE_OPTIONS: `--import=${FIXTURE}`, RELEASES: releasesFile, COMMAND_TIMEOUT_MS: '2000' },
    });
    form = new URL(/Form of Harbour Bikes +(http:\S+)/.exec(desk.printed)![1]!);
  }, PATIENCE_MS);
  afterAll(async () => {
    await desk?.interrupt();
    data.remove();
  });

  it(
    'one that is behind passes over what it does not know, remembers it, and goes on with what comes after it',
    async () => {
      first = await opened('The roof');
      await done('mira', 'takeTicket', { ticketId: first });
      await done('mira', 'startWork', { ticketId: first });
      await done('mira', 'holdTicket', { ticketId: first, reason: 'A part is on its way' });
      await done('mira', 'addNote', { ticketId: first, body: { content: 'Called the supplier' } });
      const ticket = await shown(first, (each) => kindsOf(each).length >= 4);
      expect(ticket.state.kind).toBe('IN_PROGRESS');
      await passedOver('gateway TicketHeld type');
      expect(await toldOf(first)).not.toContain('TicketHeld');
      expect(await json('parked')).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'upgraded, it is away for a moment in which all else flows, and reads what it had passed over when asked to',
    async () => {
      releases({});
      await upgraded('gateway', async () => {
        await query('ledgerdesk_read', `DELETE FROM gateway.consumer_checkpoint WHERE consumer = 'gateway.event-log'`);
        const { hidden } = await openForm(form);
        const page = await sendForm(form, hidden, {
          name: 'Inês Duarte',
          mail: 'ines@harbour.example',
          subject: 'The bell',
          body: 'It is mute.',
        });
        expect(await numberOn(page)).toMatch(/^LD-\d+$/);
      });
      while (
        !(await as('mira')
          .ask('{ me { person { id } } }')
          .catch(() => undefined))
      )
        await sleep(100);
      for (const view of ['ticket-board', 'ticket-timeline']) await ledgerdesk('views', 'rebuild', view);
      const ticket = await shown(first, ({ state }) => state.kind === 'ON_HOLD');
      expect(kindsOf(ticket)).toContain('TICKET_HELD');
      while (!(await toldOf(first)).includes('TicketHeld')) await sleep(200);
    },
    PATIENCE_MS,
  );

  it(
    'while the service that decides is away its commands are answered a typed problem, and all that can be asked is answered',
    async () => {
      releases({ tickets: 'ahead' });
      await upgraded('tickets', async () => {
        const { errors } = await postGraphql(desk.address, desk.token('ines'), {
          query: `mutation ($input: OpenTicketInput!) { openTicket(input: $input) { __typename } }`,
          variables: { input: { commandId: crypto.randomUUID(), subject: 'The lamp', body: { content: 'Dark.' } } },
        });
        expect(errors).toMatchObject([{ extensions: { retryable: true } }]);
        expect(['UNAVAILABLE', 'DEADLINE_EXCEEDED']).toContain(errors![0]!.extensions!.code);
        expect(await as('mira').ask<Shown>(TICKET, { id: first })).toMatchObject({ ticket: { subject: 'The roof' } });
      });
    },
    PATIENCE_MS,
  );

  it(
    'one that is ahead reads what the older one wrote, and what it says more is passed over and remembered by all others',
    async () => {
      second = await opened('The gutter');
      await done('mira', 'takeTicket', { ticketId: second });
      for (const ticketId of [first, second]) {
        await done('mira', 'startWork', { ticketId });
        await done('mira', 'resolveTicket', { ticketId, resolution: 'Mended' });
        await done('ines', 'confirmResolution', { ticketId });
        await shown(ticketId, ({ state }) => state.kind === 'CLOSED');
      }
      const versions = await query<{ name: string; schema_version: number }>(
        'ledgerdesk_ledger',
        `SELECT split_part(s.name, '.', 2) AS name, schema_version FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream
         WHERE type = 'TicketOpened' AND split_part(s.name, '.', 2) = ANY($1)`,
        [[first, second]],
      );
      expect(new Map(versions.map(({ name, schema_version }) => [name, schema_version]))).toEqual(
        new Map([
          [first, 2],
          [second, 3],
        ]),
      );
      await passedOver(
        'gateway TicketOpened content',
        'gateway TicketPraised type',
        'intake TicketOpened content',
        'intake TicketPraised type',
      );
      expect(await toldOf(second)).toHaveLength(7);
      expect(await json('parked')).toEqual([]);
    },
    PATIENCE_MS,
  );
});
