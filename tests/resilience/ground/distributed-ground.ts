import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../support/processes.ts';
import { desksOf, type Desk } from '../desks.ts';
import { using } from '../reckoning/using.ts';
import { frozen } from './frozen.ts';
import { between, EVERYTHING, type Chance, type Ground, type Strike } from './ground.ts';
import type { GroundOptions } from './main-ground.ts';
import { OwnServers } from './own-servers.ts';
import { POSTGRES, postgresStrikes } from './postgres-strikes.ts';
import { RunningProgram } from './running-program.ts';
import { end, pidsOf } from './services.ts';

const SERVICES = ['tickets', 'access', 'intake', 'gateway'];

/** Others take over soon, so that a run meets many takeovers; callers give up soon and ask again. */
const HASTE = { KAFKA_SESSION_SECONDS: '6', COMMAND_TIMEOUT_MS: '10000' };
/** Of the service whose relay has the most to do there are two. */
const REPLICAS = { REPLICAS: 'tickets=2' };
/** Longer than the lease of a relay's leader, and than a consumer's session. */
const FOR_A_LEADER_MS = [7_000, 10_000] as const;

export interface DistributedGroundOptions extends GroundOptions {
  /** Whether the events of one desk stand on a clear topic. */
  readonly clear?: boolean;
  /** Of the program, in place of what the ground chooses. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Each service in a process of its own, tickets in two, on a PostgreSQL and a Kafka that end and come back by themselves. */
export async function distributedGround(options: DistributedGroundOptions): Promise<Ground> {
  const { data, logFile, clear = false } = options;
  const servers = await OwnServers.start(data);
  try {
    const env = { ...servers.environment, ...HASTE, ...REPLICAS, ...options.env };
    const program = await RunningProgram.start({ program: 'distributed', data, logFile, env });
    const desks = await desksOf(program.first);
    if (clear) await clearOneOf(desks, program);
    const { brokers } = servers.kafka;
    return {
      name: 'npm run start:distributed',
      data,
      program,
      desks,
      brokers,
      strikes: [
        ...SERVICES.flatMap((service) => strikesOn(program, service)),
        leaderFrozen(program, data),
        ...[...serverStrikes(servers), ...postgresStrikes(data)].map((strike) => knownTo(program, strike)),
        rollingRestart(program),
        everythingKilled(program),
      ],
      async end() {
        await program.end();
        await servers.stop();
      },
    };
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

/** One of them, unless it is just being started again. */
const oneOf = (pids: readonly number[], { which }: Chance): readonly number[] =>
  pids.slice(Math.floor(which * pids.length)).slice(0, 1);

/** Whoever starts while PostgreSQL is away ends. */
const knownTo = (program: RunningProgram, { act, ...strike }: Strike): Strike => ({
  ...strike,
  act: (chance) => (strike.hits === POSTGRES ? program.causes.withoutPostgres(() => act(chance)) : act(chance)),
});

/** Known only now that its tenant is there: the topic is filled with what has happened, and followed. */
async function clearOneOf([desk]: readonly Desk[], program: RunningProgram): Promise<void> {
  program.changeEnvironment({ CLEAR_TOPICS: desk!.tenant });
  await program.end();
  await program.again();
}

const strikesOn = (program: RunningProgram, service: string): readonly Strike[] => [
  {
    name: `kill -9 of ${service}`,
    hits: service,
    async act(chance) {
      for (const pid of oneOf(pidsOf(program, service), chance)) end(program, service, pid, 'SIGKILL');
      await sleep(0);
    },
  },
  {
    name: `SIGSTOP of ${service}`,
    hits: service,
    act: (chance) => frozen(oneOf(pidsOf(program, service), chance), between(1_000, 10_000, chance.lasting)),
  },
];

/** It comes back believing that it still leads, and so does nobody know better whom it asks. */
const leaderFrozen = (program: RunningProgram, data: string): Strike => ({
  name: "SIGSTOP of the leader of tickets' relay, for longer than its lease",
  hits: 'tickets',
  async act(chance) {
    const leader = await leaderOf(data).catch(() => undefined);
    const pids = pidsOf(program, 'tickets');
    const struck = leader !== undefined && pids.includes(leader) ? [leader] : oneOf(pids, chance);
    await frozen(struck, between(...FOR_A_LEADER_MS, chance.lasting));
  },
});

/** A holder is named by its machine, its process and something by chance. */
const leaderOf = (data: string): Promise<number | undefined> =>
  using(data, 'ledgerdesk_read', async (client) => {
    const { rows } = await client.query<{ holder: string }>(
      'SELECT holder FROM tickets.relay WHERE held_until > clock_timestamp()',
    );
    return rows[0] && Number(rows[0].holder.split('/')[1]);
  });

const serverStrikes = (servers: OwnServers): readonly Strike[] => [
  {
    name: 'kill -9 of PostgreSQL',
    hits: POSTGRES,
    act: ({ lasting }) => servers.killPostgres(between(0, 5_000, lasting)),
  },
  { name: 'kill -9 of Kafka', hits: 'Kafka', act: ({ lasting }) => servers.killKafka(between(0, 5_000, lasting)) },
  {
    name: 'SIGSTOP of Kafka',
    hits: 'Kafka',
    act: ({ lasting }) => frozen([servers.kafka.pid], between(1_000, 8_000, lasting)),
  },
];

/** As an upgrade goes: each finishes what it took and is started again before the next one's turn. */
const rollingRestart = (program: RunningProgram): Strike => ({
  name: 'rolling restart',
  hits: EVERYTHING,
  async act() {
    for (const service of SERVICES) {
      for (const pid of pidsOf(program, service)) {
        end(program, service, pid, 'SIGTERM');
        const others = pidsOf(program, service).filter((other) => other !== pid).length;
        while (isAlive(pid) || pidsOf(program, service).length <= others) await sleep(100);
      }
    }
  },
});

const everythingKilled = (program: RunningProgram): Strike => ({
  name: 'kill -9 of all services at once',
  hits: EVERYTHING,
  async act() {
    await program.kill();
    await program.again();
  },
});
