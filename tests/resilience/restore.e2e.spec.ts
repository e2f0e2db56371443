import { describeWithOwnKafka } from '@ledgerdesk/testing';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from '../support/caller.ts';
import { emptyDataFolder } from '../support/data-folder.ts';
import { getEvents } from '../support/event-feed.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';
import { distributedGround } from './ground/distributed-ground.ts';
import type { Ground } from './ground/ground.ts';
import { mainGround, type GroundOptions } from './ground/main-ground.ts';
import { Load } from './load.ts';
import { Books, generationOf } from './reckoning/books.ts';
import { topicsOf } from './reckoning/topic-histories.ts';
import { endsOf } from './reckoning/whole-topics.ts';
import { consumersIn, relaysIn, writtenIn } from './restore/kept.ts';
import { copyLedger, putBack } from './restore/older-copy.ts';
import { stoppedIn } from './restore/stopped.ts';

const CLIENTS_OF_EACH = 2;
const PATIENCE_MS = 900_000;
const ENOUGH = { commands: 40, submissions: 4 };

/** An older copy of the ledger is put back while all runs, and all is repaired as docs/guides/restore.md says. */
function restoring(groundFor: (options: GroundOptions) => Promise<Ground>): void {
  const data = emptyDataFolder();
  const logFile = path.join(path.dirname(data.path), 'program.log');
  const over = new AbortController();
  let ground: Ground;
  let books: Books;
  /** From before the restore. */
  let cursor: string;
  let late: { readonly load: Load; readonly running: Promise<void> };

  /** Clients that work until there is enough to reckon with, and then go on. */
  async function underLoad(): Promise<typeof late> {
    const load = new Load(() => ground.program.doors(), 20);
    const running = load.run(ground.desks, CLIENTS_OF_EACH);
    while (load.acknowledged.length < ENOUGH.commands || load.submissions.length < ENOUGH.submissions) {
      await sleep(50, undefined, { signal: over.signal });
    }
    return { load, running };
  }
  async function worked(): Promise<Load> {
    const { load, running } = await underLoad();
    load.stop();
    await running;
    return load;
  }
  /** What all that was made of the ledger is now. */
  async function written(): Promise<object> {
    const { brokers, program } = ground;
    const topics = brokers && Object.fromEntries(await endsOf(brokers, topicsOf(generationOf(program))));
    return { ...(await writtenIn(data.path)), ...topics };
  }
  const ledgerdesk = (...args: readonly string[]) =>
    StandaloneProcess.command([...args, '--data', data.path], ground.program.environment);

  beforeAll(async () => {
    ground = await groundFor({ data: data.path, logFile });
    books = new Books(ground);
  }, PATIENCE_MS);
  afterAll(async () => {
    over.abort();
    late?.load.stop();
    await ground?.end();
    data.remove();
  });

  it(
    'each consumer stops with the fault that names the repair, and writes nothing more, whatever is written to the ledger',
    async () => {
      expect(await books.reckon(await worked())).toEqual([]);
      await copyLedger(data.path);
      late = await underLoad();
      cursor = (await getEvents(ground.program.doors()!.address, ground.desks[0]!.reader, { limit: 1 })).cursor;
      const relays = ground.brokers ? (await relaysIn(data.path)).map((name) => `relay ${name}`) : [];
      const keepers = [...(await consumersIn(data.path)), ...relays];
      expect(keepers.length).toBeGreaterThan(5);

      await putBack(data.path);
      const missing = (): readonly string[] => {
        const stopped = stoppedIn(logFile);
        return keepers.filter((keeper) => !stopped.has(keeper));
      };
      while (missing().length > 0) await sleep(200, undefined, { signal: over.signal });
      for (const [keeper, words] of stoppedIn(logFile)) {
        const repair = keeper.startsWith('relay') ? 'ledgerdesk generation fill' : 'ledgerdesk restored';
        expect(words).toMatch(new RegExp(`a backup was restored\\..*${repair}`));
      }

      const before = await written();
      const answered = late.load.acknowledged.length;
      while (late.load.acknowledged.length < answered + ENOUGH.commands) {
        await sleep(50, undefined, { signal: over.signal });
      }
      expect(await written()).toEqual(before);
      expect(ground.program.faults).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('the repair is refused while services run', async () => {
    const refused = await ledgerdesk('restored');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.printed).toContain('Services still run: ledgerdesk_');
  });

  it(
    'after the repair all is made of the ledger that is there, and old cursors are refused',
    async () => {
      const { program, desks } = ground;
      await program.end();
      late.load.stop();
      await late.running;
      expect(await ledgerdesk('restored')).toMatchObject({ code: 0 });
      if (ground.brokers) program.changeEnvironment({ KAFKA_GENERATION: 'restored' });
      await program.again();

      // Nobody is let in before the views are filled: who does not know people lets nobody work.
      const nothing = new Load(() => undefined);
      expect(await books.reckon(nothing)).toEqual([]);
      expect(await books.reckon(await worked())).toEqual([]);
      const { address } = program.doors()!;
      expect(await getEvents(address, desks[0]!.reader, { after: cursor })).toMatchObject({
        status: 410,
        problem: { code: 'FOREIGN_EPOCH' },
      });
      const tickets = await new Caller(address, desks[0]!.reader).ask<{ tickets: { nodes: readonly object[] } }>(
        '{ tickets(first: 5) { nodes { number } } }',
      );
      expect(tickets.tickets.nodes).toHaveLength(5);
    },
    PATIENCE_MS,
  );
}

describe('An older copy of the ledger under a program that runs', () => restoring(mainGround));

describeWithOwnKafka('An older copy of the ledger under services of their own', () => restoring(distributedGround));
