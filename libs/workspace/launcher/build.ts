import { transformFile } from '@swc/core';
import { globSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { swcOptions } from '../presets/swc.ts';
import { root } from './run.ts';

const outputOf = (source: string): string => source.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
const modified = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** On the same disk as the outputs, so that a finished file takes its place in one step. */
const workshop = path.join(root, 'node_modules/.cache/ledgerdesk/build');
const presetModified = modified(path.join(import.meta.dirname, '../presets/swc.ts'));

/**
 * Compiles every `src` folder into the `dist` beside it; files that have not changed are left alone. Several builds may run
 * at once: nobody sees half a file. Answers whether all sources could be compiled; what is wrong with the others is printed.
 */
export async function build(): Promise<boolean> {
  const sources = globSync('{libs,services}/*/src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.spec.ts'));
  const outputs = new Set(sources.map(outputOf));
  for (const stale of globSync('{libs,services}/*/dist/**/*.js', { cwd: root })) {
    if (!outputs.has(stale)) rmSync(path.join(root, stale), { force: true });
  }
  mkdirSync(workshop, { recursive: true });
  const results = await Promise.allSettled(sources.map(compile));
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  for (const { message } of faults) console.error(message);
  return faults.length === 0;
}

async function compile(source: string): Promise<void> {
  const [from, to] = [path.join(root, source), path.join(root, outputOf(source))];
  if (modified(to) > Math.max(modified(from), presetModified)) return;
  const { code } = await transformFile(from, { ...swcOptions, sourceMaps: 'inline' });
  const finished = path.join(workshop, `${process.pid}-${source.replaceAll('/', '-')}.js`);
  writeFileSync(finished, code);
  mkdirSync(path.dirname(to), { recursive: true });
  renameSync(finished, to);
}
