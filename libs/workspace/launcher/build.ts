import { transformFile } from '@swc/core';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { swcOptions } from '../presets/swc.ts';
import { root } from './run.ts';

const PROJECTS = ['libs/*', 'services/*'];

const options = { ...swcOptions, sourceMaps: 'inline' } as const;
const outputOf = (source: string): string => source.replace('/src/', '/dist/').replace(/\.ts$/, '.js');

/** On the same disk as the outputs, so that a finished file takes its place in one step. */
const workshopIn = (tree: string): string => path.join(tree, 'node_modules/.cache/ledgerdesk/build');

/** What every output depends on beside its source. */
const compiler = JSON.stringify([
  options,
  readFileSync(path.join(root, 'node_modules/@swc/core/package.json'), 'utf8'),
]);

/**
 * Compiles the `src` folder of projects (their folders; by default all) into the `dist` beside it. An output names the text
 * that it was made of, and is left alone while that is the source's, whatever their times. Several builds may run at once:
 * nobody sees half a file. Answers whether all sources could be compiled; what is wrong with the others is printed.
 */
export async function build(projects: readonly string[] = [], tree = root): Promise<boolean> {
  const folders = projects.length > 0 ? projects : PROJECTS;
  const below = (files: string): string[] =>
    globSync(
      folders.map((folder) => `${folder}/${files}`),
      { cwd: tree },
    );
  const sources = below('src/**/*.ts').filter((file) => !file.endsWith('.spec.ts'));
  const outputs = new Set(sources.map(outputOf));
  for (const stale of below('dist/**/*.js')) {
    if (!outputs.has(stale)) rmSync(path.join(tree, stale), { force: true });
  }
  mkdirSync(workshopIn(tree), { recursive: true });
  const results = await Promise.allSettled(sources.map((source) => compile(source, tree)));
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  for (const { message } of faults) console.error(message);
  return faults.length === 0;
}

async function compile(source: string, tree: string): Promise<void> {
  const [from, to] = [path.join(tree, source), path.join(tree, outputOf(source))];
  const madeOf = `\n// made of ${createHash('sha256').update(compiler).update(readFileSync(from)).digest('hex')}\n`;
  if (existsSync(to) && readFileSync(to, 'utf8').endsWith(madeOf)) return;
  const { code } = await transformFile(from, options);
  const finished = path.join(workshopIn(tree), `${process.pid}-${source.replaceAll('/', '-')}.js`);
  writeFileSync(finished, code + madeOf);
  mkdirSync(path.dirname(to), { recursive: true });
  renameSync(finished, to);
}
