import { build } from './build.ts';
import { check, fix } from './check.ts';
import { generate } from './generate.ts';
import { root, run } from './run.ts';
import { jest, test } from './test.ts';

type Task = (args: string[]) => Promise<number>;

const node = (file: string, args: string[]): Promise<number> =>
  run(process.execPath, ['--enable-source-maps', file, ...args]);

const tasks: Record<string, Task> = {
  async start(args) {
    await build();
    return node('services/standalone/dist/main.js', args);
  },
  async ledgerdesk(args) {
    await build();
    return node('services/standalone/dist/cli.js', args);
  },
  test: (args) => test(args),
  'test:unit': (args) =>
    test(['--testPathIgnorePatterns', '\\.(int|e2e)\\.spec\\.ts$', '/node_modules/', '/dist/', '--', ...args]),
  watch: ([project = '', ...args]) => jest(['--watch', `--testPathPatterns=(libs|services)/${project}/`, ...args]),
  check: () => check(),
  fix: () => fix(),
  async bench(args) {
    await build();
    return node('tests/load/bench.ts', args);
  },
  async build() {
    await build();
    return 0;
  },
  generate: () => generate(),
};

const task = tasks[process.argv[2] ?? ''];
if (!task) {
  console.error(`Unknown task in ${root}; there are: ${Object.keys(tasks).join(', ')}`);
  process.exit(2);
}
process.exitCode = await task(process.argv.slice(3));
