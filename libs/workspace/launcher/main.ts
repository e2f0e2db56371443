import { generate } from '../checks/drift.ts';
import { build } from './build.ts';
import { check, fix, lint } from './check.ts';
import { installPackages } from './debian-packages.ts';
import { runTied } from './run.ts';
import { test, testUnits, watch } from './test.ts';

type Task = (args: string[]) => Promise<number>;

/** Runs a program after everything was compiled. */
const program =
  (file: string, ...flags: string[]): Task =>
  async (args) =>
    (await build()) ? runTied(['--enable-source-maps', ...flags, file, ...args]) : 1;

/** For programs under `tests`, which are not compiled beforehand. */
const transformTypes = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];

const tasks: Record<string, Task> = {
  start: program('services/standalone/dist/main.js'),
  'start:distributed': async (args) => {
    if (!process.env.KAFKA_BROKERS) installPackages('Kafka');
    return program('services/standalone/dist/distributed.js', '--disable-warning=TimeoutNegativeWarning')(args);
  },
  ledgerdesk: program('services/standalone/dist/cli.js', '--disable-warning=TimeoutNegativeWarning'),
  test,
  'test:unit': testUnits,
  watch,
  check: () => check(),
  fix: () => fix(),
  bench: program('tests/load/bench.ts', ...transformTypes),
  resilience: program('tests/resilience/run.ts', ...transformTypes, '--disable-warning=TimeoutNegativeWarning'),
  build: async (projects) => ((await build(projects)) ? 0 : 1),
  lint: (folders) => lint(folders.length > 0 ? folders : ['.']),
  generate: async () => ((await build()) ? generate().then(() => 0) : 1),
};

// Who started us is gone: so is whoever would read what we print.
process.once('disconnect', () => process.exit(1));
process.channel?.unref();

const [name = '', ...args] = process.argv.slice(2);
const task = tasks[name];
if (task) {
  process.exitCode = await task(args);
} else {
  console.error(`There is no task "${name}"; there are: ${Object.keys(tasks).join(', ')}.`);
  process.exitCode = 2;
}
