import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.ts';
import { runPackaged } from './run.ts';
import { closingLine, type Tally } from './tally.ts';

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** Runs Jest; Node's switch lets CommonJS specs `require` the ES modules of their dependencies. */
export const jest = (args: readonly string[]): Promise<number> =>
  runPackaged('jest/bin/jest.js', ['--config', 'libs/workspace/presets/jest.config.ts', ...args], {
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning --max-old-space-size=3072',
  });

/** Runs the specs, lists what was skipped, and closes with the tally alone on its line. */
export async function test(args: readonly string[]): Promise<number> {
  console.error('Compiling ...');
  await build();
  const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-test-'));
  const file = path.join(folder, 'report.json');
  try {
    const code = await jest(['--json', `--outputFile=${file}`, ...args]);
    const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
    listSkipped(report);
    const tally = tallyOf(report);
    console.log(closingLine(tally));
    return code === 0 && tally.failed === 0 && tally.passed > 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
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
