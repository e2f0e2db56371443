import { drifted } from './generate.ts';
import { run, runPackaged } from './run.ts';
import { closingLine } from './tally.ts';

const eslint = (args: readonly string[]): Promise<number> =>
  runPackaged('eslint/bin/eslint.js', ['--config', 'libs/workspace/presets/eslint.config.ts', '.', ...args], {
    ESLINT_FLAGS: 'unstable_native_nodejs_ts_config',
  });
const prettier = (mode: '--check' | '--write'): Promise<number> =>
  runPackaged('prettier/bin/prettier.cjs', [mode, '--log-level=warn', '.']);

const steps: Record<string, () => Promise<number>> = {
  format: () => prettier('--check'),
  'lint and import tables': () => eslint(['--max-warnings=0']),
  types: () => runPackaged('typescript/bin/tsc', ['-p', 'tsconfig.base.json']),
  'proto lint': () => run('node_modules/.bin/buf', ['lint', 'proto']),
  drift: () => drifted(),
};

/** Runs everything that needs no test: format, lint, types, import tables, drift of generated files. */
export async function check(): Promise<number> {
  let failed = 0;
  for (const [name, step] of Object.entries(steps)) {
    console.log(`check: ${name}`);
    if ((await step()) === 0) continue;
    console.log(`check: ${name} FAILED`);
    failed += 1;
  }
  console.log(closingLine({ passed: Object.keys(steps).length - failed, failed, skipped: 0 }));
  return failed === 0 ? 0 : 1;
}

/** Repairs what a machine can: format, and the lint rules that know their own remedy. */
export async function fix(): Promise<number> {
  return (await eslint(['--fix'])) + (await prettier('--write'));
}
