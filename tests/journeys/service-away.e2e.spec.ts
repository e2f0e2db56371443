import { describeWithOwnKafka } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from '../support/caller.ts';
import { emptyDataFolder, postgresOf } from '../support/data-folder.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { descendantsOf, isAlive } from '../support/processes.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';
import { numberOn, openForm, sendForm } from '../support/web-form.ts';

const OPEN = `mutation ($input: OpenTicketInput!) {
  openTicket(input: $input) { __typename ... on OpenTicketSuccess { number } ... on Refusal { code } }
}`;

describeWithOwnKafka('While one service is away', () => {
  const data = emptyDataFolder();
  let desk: StandaloneProcess;
  let form: URL;

  const pidOf = (service: string): number => {
    const found = descendantsOf(desk.pid).find(({ command }) => command.includes(`/services/${service}/dist/main.js`));
    if (!found) throw new Error(`${service} does not run`);
    return found.pid;
  };
  /** Stopped, it is away and nobody starts it again. */
  const away = async (service: string, work: () => Promise<void>): Promise<void> => {
    const pid = pidOf(service);
    process.kill(pid, 'SIGSTOP');
    try {
      await work();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  };
  const input = (commandId: string) => ({
    input: { commandId, subject: 'The bell is gone', body: { content: 'It was there yesterday.' } },
  });
  const open = (commandId: string) =>
    postGraphql<{ openTicket: object }>(desk.address, desk.token('ines'), { query: OPEN, variables: input(commandId) });

  beforeAll(async () => {
    desk = await StandaloneProcess.start({
      program: 'distributed',
      data: data.path,
      env: { COMMAND_TIMEOUT_MS: '1000' },
    });
    form = new URL(/Form of Harbour Bikes +(http:\S+)/.exec(desk.printed)![1]!);
  });
  afterAll(async () => {
    await desk.interrupt();
    data.remove();
  });

  it('its commands are answered in words that say to come again, and what can be asked still is', async () => {
    const commandId = crypto.randomUUID();
    await away('tickets', async () => {
      const answer = await open(commandId);
      expect(answer.errors).toMatchObject([{ extensions: { code: 'DEADLINE_EXCEEDED', retryable: true } }]);
      const board = await Caller.of(desk, 'mira').ask<{ tickets: { nodes: object[] } }>(
        '{ tickets(first: 5) { nodes { number } } }',
      );
      expect(board.tickets.nodes).toHaveLength(5);
    });
    // The same again is one ticket, whatever became of the first.
    for (;;) {
      const { data: answer } = await open(commandId);
      if (answer) return expect(answer.openTicket).toMatchObject({ __typename: 'OpenTicketSuccess' });
    }
  });

  it('what people write is kept, and becomes a ticket when it is back', async () => {
    let page: URL | undefined;
    await away('tickets', async () => {
      const { hidden } = await openForm(form);
      page = await sendForm(form, hidden, {
        name: 'Inês Duarte',
        mail: 'ines@harbour.example',
        subject: 'The saddle turns',
        body: 'At every curve.',
      });
      expect(await (await fetch(page)).text()).not.toMatch(/LD-\d+/);
    });
    expect(await numberOn(page!)).toMatch(/^LD-\d+$/);
  });

  it('killed, it is started again, and goes on where it was', async () => {
    for (const service of ['tickets', 'gateway', 'intake', 'access']) {
      const pid = pidOf(service);
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await sleep(20);
    }
    const commandId = crypto.randomUUID();
    for (;;) {
      // Nobody listens on the gateway's port for a moment.
      const answer = await open(commandId).catch(() => undefined);
      if (!answer?.data) {
        await sleep(100);
        continue;
      }
      expect(answer.data.openTicket).toMatchObject({ __typename: 'OpenTicketSuccess' });
      break;
    }
    const { hidden } = await openForm(form);
    const page = await sendForm(form, hidden, {
      name: 'Inês Duarte',
      mail: 'ines@harbour.example',
      subject: 'The light flickers',
      body: 'At night.',
    });
    expect(await numberOn(page)).toMatch(/^LD-\d+$/);
  });

  it('all end together, and none is left behind, though whoever started them was killed', async () => {
    const left = descendantsOf(desk.pid);
    expect(left.map(({ command }) => command).filter((command) => command.includes('/dist/main.js'))).toHaveLength(4);
    const postgres = postgresOf(data.path);
    await desk.kill();
    const services = left.filter(({ command }) => command.includes('/dist/main.js'));
    while (services.some(({ pid }) => isAlive(pid))) await sleep(50);
    // The next start ends the server and the broker that were left.
    desk = await StandaloneProcess.start({ program: 'distributed', data: data.path });
    expect(isAlive(postgres)).toBe(false);
    const all = descendantsOf(desk.pid);
    expect(await desk.interrupt()).toMatchObject({ code: 0 });
    while (all.some(({ pid }) => isAlive(pid))) await sleep(50);
  });

  it('ends with 1 when its PostgreSQL has ended by itself, says so, and takes all with it', async () => {
    desk = await StandaloneProcess.start({ program: 'distributed', data: data.path, args: ['--empty'] });
    const all = descendantsOf(desk.pid);
    process.kill(postgresOf(data.path), 'SIGKILL');
    const { code, printed } = await desk.ended();
    expect(printed).toContain('PostgreSQL has ended by itself. What was acknowledged is kept: start again.');
    expect(code).toBe(1);
    while (all.some(({ pid }) => isAlive(pid))) await sleep(50);
  });
});
