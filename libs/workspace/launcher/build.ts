import { transformFile } from '@swc/core';
import { globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { swcOptions } from '../presets/swc.ts';
import { root } from './run.ts';

const outputOf = (source: string): string => source.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
const modified = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Compiles every `src` folder into the `dist` beside it; files that have not changed are left alone. */
export async function build(): Promise<void> {
  const sources = globSync('{libs,services}/*/src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.spec.ts'));
  const outputs = new Set(sources.map(outputOf));
  for (const stale of globSync('{libs,services}/*/dist/**/*.js', { cwd: root })) {
    if (!outputs.has(stale)) rmSync(path.join(root, stale));
  }
  await Promise.all(sources.map(compile));
}

async function compile(source: string): Promise<void> {
  const [from, to] = [path.join(root, source), path.join(root, outputOf(source))];
  if (modified(to) > modified(from)) return;
  const { code } = await transformFile(from, { ...swcOptions, sourceMaps: 'inline' });
  mkdirSync(path.dirname(to), { recursive: true });
  writeFileSync(to, code);
}
