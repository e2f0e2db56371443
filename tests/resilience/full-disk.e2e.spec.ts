import { postgresAccount } from '@ledgerdesk/postgres';
import { randomUUID } from 'node:crypto';
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseOf, emptyDataFolder } from '../support/data-folder.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { canMountDisks, onSmallDisk } from '../support/small-disk.ts';
import type { Ground } from './ground/ground.ts';
import { mainGround } from './ground/main-ground.ts';
import { Load } from './load.ts';
import { Books } from './reckoning/books.ts';

const OPEN_TICKET = `mutation ($input: OpenTicketInput!) {
  openTicket(input: $input) { ... on OpenTicketSuccess { number } ... on Refusal { code } }
}`;

/** Takes all room that is left. */
function fill(file: string): void {
  const ballast = openSync(file, 'w');
  try {
    for (;;) writeSync(ballast, Buffer.alloc(4096));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(ballast);
  }
}

/** Lets the ledger's events lie on a small disk meanwhile. */
async function withEventsOn(disk: string, ledger: pg.Client, work: () => Promise<void>): Promise<void> {
  const folder = path.join(disk, 'events');
  mkdirSync(folder, { mode: 0o700 });
  const account = postgresAccount();
  if (account) chownSync(folder, account.uid, account.gid);
  await ledger.query(`CREATE TABLESPACE small LOCATION ${pg.escapeLiteral(folder)}`);
  try {
    await ledger.query('ALTER TABLE ledger.events SET TABLESPACE small');
    await work();
  } finally {
    await ledger.query('ALTER TABLE ledger.events SET TABLESPACE pg_default');
    await ledger.query('DROP TABLESPACE small');
  }
}

const CLIENTS_OF_EACH = 4;
const ENOUGH = { commands: 60, submissions: 6 };
const MEGABYTES = 32;
const MINUTE_MS = 60_000;
const PATIENCE_MS = 900_000;

const spec = canMountDisks() ? describe : describe.skip;

spec('A disk that becomes full while the program runs under load (where a small one can be mounted)', () => {
  const data = emptyDataFolder();
  const logFile = path.join(path.dirname(data.path), 'program.log');
  const over = new AbortController();
  let ground: Ground;
  let ledger: pg.Client;
  let load: Load;

  beforeAll(async () => {
    ground = await mainGround({ data: data.path, logFile });
    load = new Load(() => ground.program.doors());
    ledger = new pg.Client({ connectionString: databaseOf(data.path, 'ledgerdesk_ledger') });
    await ledger.connect();
  }, PATIENCE_MS);
  afterAll(async () => {
    over.abort();
    load?.stop();
    await ledger?.end();
    await ground?.end();
    data.remove();
  });

  const open = (commandId: string) => {
    const input = { commandId, subject: 'Storage', body: { content: 'x'.repeat(4000) } };
    const operation = { query: OPEN_TICKET, variables: { input } };
    const { address } = ground.program.doors()!;
    const { requester } = ground.desks[0]!.tokens;
    return postGraphql<{ openTicket: { number?: string } }>(address, requester, operation);
  };
  /** Until so much more has been taken. */
  async function worked(): Promise<void> {
    const { acknowledged, submissions } = load;
    const [commands, taken] = [acknowledged.length + ENOUGH.commands, submissions.length + ENOUGH.submissions];
    while (acknowledged.length < commands || submissions.length < taken) {
      await sleep(50, undefined, { signal: over.signal });
    }
  }
  const told = (): readonly string[] =>
    readFileSync(logFile, 'utf8')
      .split('\n')
      .filter((line) => line.includes('The disk is full'));

  it(
    'is told in the log, once a minute, by its name and with what to do; callers hear UNAVAILABLE; when there is room all goes on, and nothing is lost or done twice',
    async () => {
      const began = performance.now();
      const running = load.run(ground.desks, CLIENTS_OF_EACH);
      await onSmallDisk(MEGABYTES, (disk) =>
        withEventsOn(disk, ledger, async () => {
          await worked();
          fill(path.join(disk, 'ballast'));
          let commandId = '';
          let answer: Awaited<ReturnType<typeof open>> = { status: 200 };
          // What is left of the table's last page is used up first.
          while (!answer.errors) answer = await open((commandId = randomUUID()));
          for (const { errors } of [answer, await open(randomUUID()), await open(randomUUID())]) {
            expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
          }
          while (told().length === 0) await sleep(50, undefined, { signal: over.signal });
          for (const line of told()) expect(line).toContain(`(that of ${data.path}): make room there`);
          expect(told().length).toBeLessThanOrEqual(1 + (performance.now() - began) / MINUTE_MS);

          rmSync(path.join(disk, 'ballast'));
          expect(await open(commandId)).toMatchObject({
            data: { openTicket: { number: expect.stringMatching(/^LD-/) } },
          });
          await worked();
        }),
      );
      load.stop();
      await running;
      expect(await new Books(ground).reckon(load)).toEqual([]);
      expect(ground.program.faults).toEqual([]);
    },
    PATIENCE_MS,
  );
});
