import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The files under these paths (files or folders) that are not the same in two trees: changed, missing or surplus. */
export function differing(paths: readonly string[], one: string, other: string): readonly string[] {
  const files = new Set(paths.flatMap((at) => [...filesOf(one, at), ...filesOf(other, at)]));
  return [...files].filter((file) => textOf(one, file) !== textOf(other, file)).sort();
}

function filesOf(base: string, at: string): readonly string[] {
  const found = statSync(path.join(base, at), { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [at];
  return globSync('**/*', { cwd: path.join(base, at), withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(base, path.join(entry.parentPath, entry.name)));
}

function textOf(base: string, file: string): string | undefined {
  const full = path.join(base, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}
