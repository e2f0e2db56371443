import { seededRandom } from '@ledgerdesk/testing';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseOf, emptyDataFolder } from '../support/data-folder.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';
import { Load, type Entrance } from './load.ts';
import { differences } from './rebuilt-views.ts';
import { reckon } from './reckoning.ts';
import { withoutOneTicket } from './submissions.ts';

const KILLS = Number(process.env.RESILIENCE_KILLS ?? 20);
const SEED = Number(process.env.RESILIENCE_SEED ?? Date.now() % 1_000_000);
const CLIENTS = 8;
/** Of the kills, so many come before it is up again. */
const EARLY = 0.25;

describe(`Killed ${KILLS} times at random moments under load (RESILIENCE_SEED=${SEED})`, () => {
  const data = emptyDataFolder();
  const random = seededRandom(SEED);
  let entrance: Entrance | undefined;
  let standalone: StandaloneProcess;
  const load = new Load(() => entrance);

  const letIn = (tokens: Omit<Entrance, 'address'>): void => {
    entrance = { ...tokens, address: standalone.address };
  };

  /** Tokens outlive a restart, and the desk need not be told again. */
  const again = { data: data.path, args: ['--empty'] };

  beforeAll(async () => {
    standalone = await StandaloneProcess.start({ data: data.path });
    const tokens = { requester: standalone.token('ines'), agent: standalone.token('mira') };
    letIn(tokens);
    const running = load.run(CLIENTS);
    for (let kills = 0; kills < KILLS; kills += 1) {
      if (entrance) await sleep(200 + random() * 1200);
      entrance = undefined;
      await standalone.kill();
      const early = random() < EARLY;
      standalone = StandaloneProcess.launch(again);
      if (early) {
        await sleep(random() * 2000);
        continue;
      }
      await standalone.ready();
      letIn(tokens);
    }
    await standalone.ready();
    letIn(tokens);
    await sleep(500);
    load.stop();
    await running;
  }, 900_000);

  afterAll(async () => {
    load.stop();
    if (standalone?.running) await standalone.interrupt();
    data.remove();
  });

  const ledger = async <Found>(look: (client: pg.Client) => Promise<Found>): Promise<Found> => {
    const client = new pg.Client({ connectionString: databaseOf(data.path, 'ledgerdesk_ledger') });
    await client.connect();
    try {
      return await look(client);
    } finally {
      await client.end();
    }
  };

  it('keeps every acknowledged command exactly once, its numbers unique and in order', async () => {
    expect(load.acknowledged.length).toBeGreaterThan(KILLS);
    expect(await ledger((client) => reckon(client, load.acknowledged))).toEqual([]);
  });

  it('makes one ticket of every submission that was taken', async () => {
    expect(load.submissions.length).toBeGreaterThan(KILLS / 2);
    let wrong: readonly string[] = load.submissions;
    for (let tries = 0; wrong.length > 0 && tries < 100; tries += 1) {
      wrong = await ledger((client) => withoutOneTicket(client, load.submissions));
      if (wrong.length > 0) await sleep(200);
    }
    expect(wrong).toEqual([]);
  });

  it('keeps views that equal those which are filled from nothing', async () => {
    expect(await differences(data.path)).toEqual([]);
  });
});
