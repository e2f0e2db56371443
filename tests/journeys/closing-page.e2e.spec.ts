import { describeWithOwnKafka } from '@ledgerdesk/testing';
import { spawnSync } from 'node:child_process';
import { Caller } from '../support/caller.ts';
import { emptyDataFolder } from '../support/data-folder.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';

const historyOf = ({ printed }: StandaloneProcess): string =>
  /from its first word to its closure \(UTC\):\n\n([\s\S]*?)\n\n/.exec(printed)?.[1] ?? '';

describe('What npm start prints in the end', () => printsTheClosingPage('main'));

describeWithOwnKafka('What npm run start:distributed prints in the end', () => printsTheClosingPage('distributed'));

function printsTheClosingPage(program: 'main' | 'distributed'): void {
  const data = emptyDataFolder();
  let desk: StandaloneProcess;
  const asked = (token: string, query: string) => postGraphql<Record<string, object>>(desk.address, token, { query });

  beforeAll(async () => {
    desk = await StandaloneProcess.start({ program, data: data.path });
  });
  afterAll(async () => {
    await desk.interrupt();
    data.remove();
  });

  it('tells a ticket’s whole life: who, when, what and why', () => {
    const lines = historyOf(desk).split('\n');
    expect(lines[0]).toMatch(/^ +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}Inês Duarte +opened +by the web form: “.+”$/);
    expect(lines.at(-1)).toMatch(/Inês Duarte +closed +by what came before$/);
    expect(new Set(lines.map((line) => line.slice(25, 41).trim())).size).toBe(3);
  });

  it('is addresses that open', async () => {
    expect((await fetch(desk.address)).url).toBe(`${desk.address}/graphiql`);
    const addresses = [...desk.printed.matchAll(/^ {2}(?:GraphiQL|Form of).*? (http:\S+)$/gm)].map(
      ([, address]) => address!,
    );
    expect(addresses).toHaveLength(3);
    for (const address of addresses) {
      const answer = await fetch(address);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
  });

  it('is a token for each role, and each is let in as that', async () => {
    const tokens = [...desk.printed.matchAll(/^ {4}(\w+) +(\w+) +(eyJ\S+)$/gm)];
    const roles = ['administrator', 'agent', 'auditor', 'integrator', 'operator', 'requester', 'supervisor'];
    expect([...new Set(tokens.map(([, , role]) => role))].sort()).toEqual(roles);
    for (const [, , role, token] of tokens) {
      expect(await asked(token!, '{ me { roles } }')).toMatchObject({ data: { me: { roles: [role] } } });
    }
  });

  it('is two operations that work when pasted', async () => {
    const operations = [...desk.printed.matchAll(/^ {2}(?:query|mutation) \{[\s\S]*?^ {2}\}$/gm)].map(([text]) => text);
    expect(operations).toHaveLength(2);
    const [list, open] = operations as [string, string];
    const listed = await asked(desk.token('mira'), list);
    expect(listed.errors).toBeUndefined();
    expect(listed.data?.tickets).toMatchObject({
      nodes: expect.arrayContaining([expect.objectContaining({ number: 'LD-7' })]),
    });
    const opened = await asked(desk.token('ines'), open);
    expect(opened.data?.openTicket).toMatchObject({ number: 'LD-8', ticket: { subject: expect.any(String) } });
  });

  it('is one curl that works when pasted into a shell', () => {
    const [line = ''] = /^ {2}curl .+$/m.exec(desk.printed) ?? [];
    const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ data: { me: { person: { name: 'Mira Castellanos' }, roles: ['agent'] } } });
  });

  it('tells the same at a later start, though somebody has reopened that ticket since', async () => {
    const told = historyOf(desk);
    const ines = Caller.of(desk, 'ines');
    const { ticketByNumber } = await ines.ask<{ ticketByNumber: { id: string } }>(
      '{ ticketByNumber(number: "LD-7") { id } }',
    );
    const reopened = await ines.command('reopenTicket', { ticketId: ticketByNumber.id, reason: 'It flickers again.' });
    expect(reopened).toMatchObject({ __typename: 'ReopenTicketSuccess' });
    await desk.interrupt();
    desk = await StandaloneProcess.start({ program, data: data.path });
    expect(historyOf(desk)).toBe(told);
  });

  it('is nothing that lets anybody in, where there is no demo desk', async () => {
    await desk.interrupt();
    const empty = await StandaloneProcess.start({ program, data: data.path, args: ['--empty'] });
    expect(empty.printed).not.toContain('eyJ');
    expect(await (await fetch(new URL('/graphiql', empty.address))).text()).not.toContain('eyJ');
    await empty.interrupt();
  });
}
