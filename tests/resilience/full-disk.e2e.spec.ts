import { postgresAccount } from '@ledgerdesk/postgres';
import { randomUUID } from 'node:crypto';
import { chownSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { databaseOf, emptyDataFolder } from '../support/data-folder.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { canMountDisks, onSmallDisk } from '../support/small-disk.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';

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

const spec = canMountDisks() ? describe : describe.skip;

spec('A disk that becomes full while the program runs (where a small one can be mounted)', () => {
  const data = emptyDataFolder();
  let desk: StandaloneProcess;
  let ledger: pg.Client;

  beforeAll(async () => {
    desk = await StandaloneProcess.start({ data: data.path });
    ledger = new pg.Client({ connectionString: databaseOf(data.path, 'ledgerdesk_ledger') });
    await ledger.connect();
  });
  afterAll(async () => {
    await ledger.end();
    await desk.interrupt();
    data.remove();
  });

  const open = (commandId: string) => {
    const input = { commandId, subject: 'Storage', body: { content: 'x'.repeat(4000) } };
    const operation = { query: OPEN_TICKET, variables: { input } };
    return postGraphql<{ openTicket: { number?: string } }>(desk.address, desk.token('ines'), operation);
  };

  it('is told once in the log, by its name and with what to do; callers hear UNAVAILABLE; and it goes on when there is room', async () => {
    await onSmallDisk(8, (disk) =>
      withEventsOn(disk, ledger, async () => {
        fill(path.join(disk, 'ballast'));
        let commandId = '';
        let answer: Awaited<ReturnType<typeof open>> = { status: 200 };
        // What is left of the table's last page is used up first.
        for (let sent = 0; sent < 50 && !answer.errors; sent += 1) answer = await open((commandId = randomUUID()));
        for (const { errors } of [answer, await open(randomUUID()), await open(randomUUID())]) {
          expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
        }
        await desk.says(/The disk is full/);
        const told = desk.printed.split('\n').filter((line) => line.includes('The disk is full'));
        expect(told).toEqual([expect.stringContaining(`(that of ${data.path}): make room there`)]);

        rmSync(path.join(disk, 'ballast'));
        expect(await open(commandId)).toMatchObject({
          data: { openTicket: { number: expect.stringMatching(/^LD-/) } },
        });
      }),
    );
  });
});
