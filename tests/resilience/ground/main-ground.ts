import { setTimeout as sleep } from 'node:timers/promises';
import { postgresOf } from '../../support/data-folder.ts';
import { desksOf } from '../desks.ts';
import { frozen } from './frozen.ts';
import { between, EVERYTHING, type Ground, type Strike } from './ground.ts';
import { postgresStrikes } from './postgres-strikes.ts';
import { RunningProgram } from './running-program.ts';

export interface GroundOptions {
  /** A folder that is there for it. */
  readonly data: string;
  /** Where what the program logs goes. */
  readonly logFile: string;
}

/** All services in one process, on a PostgreSQL that ends it when it ends. */
export async function mainGround({ data, logFile }: GroundOptions): Promise<Ground> {
  const program = await RunningProgram.start({ program: 'main', data, logFile });
  return {
    name: 'npm start',
    data,
    program,
    desks: await desksOf(program.first),
    brokers: undefined,
    strikes: [...strikesOn(program, data), ...postgresStrikes(data)],
    end: () => program.end(),
  };
}

const strikesOn = (program: RunningProgram, data: string): readonly Strike[] => [
  {
    name: 'kill -9 of the program',
    hits: EVERYTHING,
    async act() {
      await program.kill();
      await program.again();
    },
  },
  {
    name: 'kill -9 of the program, and again while it starts',
    hits: EVERYTHING,
    async act({ lasting }) {
      await program.kill();
      await program.launch();
      await sleep(between(0, 2_000, lasting));
      await program.kill();
      await program.again();
    },
  },
  {
    name: 'kill -9 of PostgreSQL, which ends the program',
    hits: EVERYTHING,
    async act() {
      const ended = program.ended();
      process.kill(postgresOf(data), 'SIGKILL');
      await ended;
      await program.again();
    },
  },
  {
    name: 'SIGSTOP of the program',
    hits: EVERYTHING,
    act: ({ lasting }) => frozen([program.pid], between(1_000, 8_000, lasting)),
  },
];
