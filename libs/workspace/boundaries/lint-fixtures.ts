// Lints every fixture as if it stood where it says, by the rules that hold there, and prints what was refused as JSON.
// A program of its own, because ESLint loads its configuration as a module and specs do not.
import { ESLint } from 'eslint';
import path from 'node:path';
import ts from 'typescript';
import { fixtures, type Fixture, type Refusal } from './fixture.ts';
import { rememberProjects } from './project-graph.ts';
import { unguarded } from './unguarded.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** The fixtures as one program, so that rules that ask for types find them. */
function programOf(all: readonly Fixture[]): ts.Program {
  const texts = new Map(all.map(({ standsIn, text }) => [path.join(root, standsIn), text]));
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const host = ts.createCompilerHost({ ...options, noResolve: true });
  const { readFile, fileExists } = host;
  host.readFile = (file) => texts.get(file) ?? readFile.call(host, file);
  host.fileExists = (file) => texts.has(file) || fileExists.call(host, file);
  return ts.createProgram([...texts.keys()], { ...options, noResolve: true, types: [] }, host);
}

async function refusalsOf(eslint: ESLint, { standsIn, text }: Fixture): Promise<readonly Refusal[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(root, standsIn) });
  return result!.messages.map(({ line, ruleId, message }) => ({ line, rule: ruleId ?? message }));
}

if (!rememberProjects(root)) throw new Error('Nx could not look at the projects.');
const all = fixtures();
const eslint = new ESLint({
  cwd: root,
  flags: ['unstable_native_nodejs_ts_config'],
  overrideConfigFile: 'libs/workspace/presets/eslint.config.ts',
  overrideConfig: { languageOptions: { parserOptions: { project: false, programs: [programOf(all)] } } },
});
const judged = [];
for (const fixture of all) judged.push({ ...fixture, found: await refusalsOf(eslint, fixture) });
console.log(JSON.stringify({ judged, unguarded: unguarded(all) }));
