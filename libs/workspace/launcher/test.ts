import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.ts';
import { installPackages } from './debian-packages.ts';
import { root, runPackaged } from './run.ts';
import { closingLine, type Tally } from './tally.ts';

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** Specs that need no real component. */
const units = ['--testPathIgnorePatterns', '\\.(int|e2e)\\.spec\\.ts$', '/node_modules/', '/dist/'];

/** Runs Jest; Node's switch lets CommonJS specs `require` the ES modules of their dependencies. */
const jest = (args: readonly string[]): Promise<number> =>
  runPackaged('jest/bin/jest.js', ['--config', 'libs/workspace/presets/jest.config.ts', ...args], {
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning --max-old-space-size=3072',
  });

/** Runs all specs; those of whole programs run the compiled ones. */
export async function test(args: readonly string[]): Promise<number> {
  // Specs may be given a Kafka instead.
  installPackages(...(process.env.KAFKA_BROKERS ? [] : (['Kafka'] as const)), 'PgBouncer', 'certificates');
  console.error('Compiling ...');
  return (await build()) ? reported(args) : closed({ passed: 0, failed: 1, skipped: 0 });
}

/** Runs the specs that need no real component. */
export const testUnits = (args: readonly string[]): Promise<number> => reported([...units, '--', ...args]);

/** Runs a project's specs whenever it changes, without those that need a real component. */
export const watch = ([project = '', ...args]: readonly string[]): Promise<number> =>
  jest([
    existsSync(path.join(root, '.git')) ? '--watch' : '--watchAll',
    ...units,
    `--testPathPatterns=(libs|services)/${project}/`,
    ...args,
  ]);

async function reported(args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-test-'));
  const file = path.join(folder, 'report.json');
  try {
    const code = await jest(['--json', `--outputFile=${file}`, ...args]);
    if (!existsSync(file)) return closed({ passed: 0, failed: 1, skipped: 0 }, code);
    const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
    listSkipped(report);
    return closed(tallyOf(report), code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints the closing line; a run in which nothing passed has shown nothing. */
function closed(tally: Tally, code = 0): number {
  console.log(closingLine(tally));
  return code === 0 && (tally.failed > 0 || tally.passed === 0) ? 1 : code;
}

const tallyOf = (report: JestReport): Tally => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
  skipped: report.numPendingTests + report.numTodoTests,
});

function listSkipped({ testResults }: JestReport): void {
  const skipped = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName),
  );
  if (skipped.length > 0)
    console.log(['', 'SKIPPED (the title says why):', ...skipped.map((title) => `  - ${title}`), ''].join('\n'));
}
