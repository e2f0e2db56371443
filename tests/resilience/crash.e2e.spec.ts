import { seededRandom } from '@ledgerdesk/testing';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { offeredTo } from '../support/bad-input/schema.ts';
import { Caller } from '../support/caller.ts';
import { databaseOf, emptyDataFolder, postgresOf } from '../support/data-folder.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';
import { desksOf, type Desk } from './desks.ts';
import { livesOn } from './lives.ts';
import { Load } from './load.ts';
import { reckon } from './reckoning/commands.ts';
import { eventually } from './reckoning/eventually.ts';
import { ledgerHistories } from './reckoning/ledger-histories.ts';
import { differences } from './reckoning/rebuilt-views.ts';
import { withoutOneTicket } from './reckoning/submissions.ts';
import { wronglyTold } from './reckoning/told-events.ts';

const KILLS = Number(process.env.RESILIENCE_KILLS ?? 20);
const SEED = Number(process.env.RESILIENCE_SEED ?? Date.now() % 1_000_000);
const CLIENTS_OF_EACH = 4;
/** Of the kills, so many come before it is up again. */
const EARLY = 0.25;
/** Of the others, each third is of PostgreSQL and not of the program, which then ends by itself. */
const OF_POSTGRES = 3;

describe(`Killed ${KILLS} times at random moments under load (RESILIENCE_SEED=${SEED})`, () => {
  const data = emptyDataFolder();
  const random = seededRandom(SEED);
  let address: string | undefined;
  let standalone: StandaloneProcess;
  let desks: readonly Desk[] = [];
  const killedWhileUp = { program: 0, postgres: 0 };
  const load = new Load(() => (address === undefined ? undefined : { address, forms: address }));
  const over = new AbortController();

  /** Tokens outlive a restart, and the desk need not be told again. */
  const again = { data: data.path, args: ['--empty'] };

  async function kill(): Promise<void> {
    if (address === undefined) return standalone.kill();
    address = undefined;
    if ((killedWhileUp.program + killedWhileUp.postgres + 1) % OF_POSTGRES > 0) {
      killedWhileUp.program += 1;
      return standalone.kill();
    }
    killedWhileUp.postgres += 1;
    process.kill(postgresOf(data.path), 'SIGKILL');
    await standalone.ended();
  }

  /** However few commands a busy machine has answered between the kills: there is enough to reckon with. */
  async function untilEnough(): Promise<void> {
    const led = new Set(desks.flatMap((desk) => livesOn(desk).flat()).map(({ mutation }) => mutation));
    const metIn = (desk: Desk) =>
      new Set(load.acknowledged.filter(({ tenant }) => tenant === desk.tenant).map(({ mutation }) => mutation));
    while (
      load.acknowledged.length <= KILLS ||
      load.submissions.length <= KILLS / 2 ||
      desks.some((desk) => metIn(desk).size < led.size)
    ) {
      await sleep(100, undefined, { signal: over.signal });
    }
  }

  beforeAll(async () => {
    standalone = await StandaloneProcess.start({ data: data.path });
    desks = await desksOf(standalone);
    address = standalone.address;
    const running = load.run(desks, CLIENTS_OF_EACH);
    for (let kills = 0; kills < KILLS; kills += 1) {
      if (address !== undefined) await sleep(200 + random() * 600);
      await kill();
      const early = random() < EARLY;
      standalone = await StandaloneProcess.launch(again);
      if (early) {
        await sleep(random() * 2000);
        continue;
      }
      await standalone.ready();
      address = standalone.address;
    }
    await standalone.ready();
    address = standalone.address;
    await Promise.race([running, untilEnough()]);
    load.stop();
    await running;
  }, 900_000);

  afterAll(async () => {
    over.abort();
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

  it('has met every mutation that there is, in both tenants, and a PostgreSQL that was killed', async () => {
    const { mutations } = await offeredTo(new Caller(standalone.address, desks[0]!.tokens.requester));
    const offered = mutations.map(({ name }) => name).toSorted();
    for (const { tenant } of desks) {
      const met = load.acknowledged.filter((command) => command.tenant === tenant).map(({ mutation }) => mutation);
      expect([...new Set(met)].toSorted()).toEqual(offered);
    }
    expect(killedWhileUp.postgres).toBeGreaterThan(0);
  });

  it('keeps every acknowledged command exactly once, its numbers unique and in order', async () => {
    expect(load.acknowledged.length).toBeGreaterThan(KILLS);
    expect(load.refused).toEqual([]);
    expect([...load.hopeless]).toEqual([]);
    expect(await ledger((client) => reckon(client, load.acknowledged))).toEqual([]);
  });

  it('makes one ticket of every submission that was taken', async () => {
    expect(load.submissions.length).toBeGreaterThan(KILLS / 2);
    const look = () => ledger((client) => withoutOneTicket(client, load.submissions));
    expect(await eventually(look)).toEqual([]);
  });

  it('tells whoever reads the feed from the beginning each event once, in its turn', async () => {
    const all = await ledger(ledgerHistories);
    for (const desk of desks) expect(await eventually(() => wronglyTold(standalone.address, desk, all))).toEqual([]);
  });

  it('keeps views that equal those which are filled from nothing', async () => {
    expect(await differences(data.path)).toEqual([]);
  });
});
