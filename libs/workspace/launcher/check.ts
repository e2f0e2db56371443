import { rememberProjects } from '../boundaries/project-graph.ts';
import { buf } from '../checks/buf.ts';
import { drifted } from '../checks/drift.ts';
import { strayedSnippets } from '../checks/snippets.ts';
import { build } from './build.ts';
import { root, runPackaged } from './run.ts';
import { closingLine } from './tally.ts';

const eslint = (args: readonly string[]): Promise<number> =>
  runPackaged('eslint/bin/eslint.js', ['--config', 'libs/workspace/presets/eslint.config.ts', ...args], {
    ESLINT_FLAGS: 'unstable_native_nodejs_ts_config',
  });
const prettier = (mode: '--check' | '--write'): Promise<number> =>
  runPackaged('prettier/bin/prettier.cjs', [mode, '--log-level=warn', '--cache', '.']);

const steps: Record<string, () => Promise<boolean>> = {
  format: async () => (await prettier('--check')) === 0,
  'lint and import tables': async () => rememberProjects(root) && (await eslint(['.', '--max-warnings=0'])) === 0,
  types: async () => (await runPackaged('typescript/bin/tsc', ['-p', 'tsconfig.base.json'])) === 0,
  'proto lint': async () => buf(['lint', 'proto']) === '',
  'snippets in pages': () => Promise.resolve(strayedSnippets(root) === 0),
  drift: async () => (await build()) && reported(await drifted()),
};

/** Runs everything that needs no test: format, lint, import tables, types, drift of generated files. */
export async function check(): Promise<number> {
  let failed = 0;
  for (const [name, step] of Object.entries(steps)) {
    const begin = performance.now();
    const good = await step().catch(printed);
    console.log(`check: ${name} ${good ? 'ok' : 'FAILED'} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
    if (!good) failed += 1;
  }
  console.log(closingLine({ passed: Object.keys(steps).length - failed, failed, skipped: 0 }));
  return failed === 0 ? 0 : 1;
}

/** Lints these folders and holds them to the import tables. */
export const lint = async (folders: readonly string[]): Promise<number> =>
  rememberProjects(root) ? eslint([...folders, '--max-warnings=0']) : 1;

/** Repairs what a machine can: the lint rules that know their own remedy, and format. */
export async function fix(): Promise<number> {
  const lint = rememberProjects(root) ? await eslint(['.', '--fix']) : 1;
  const format = await prettier('--write');
  return lint === 0 ? format : lint;
}

function reported(files: readonly string[]): boolean {
  for (const file of files) console.error(`${file} is not as it would be printed now: npm run generate`);
  return files.length === 0;
}

function printed(error: Error): false {
  console.error(error.message);
  return false;
}
