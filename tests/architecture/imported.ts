import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

const IMPORTS = [
  /^(?:import|export)\s+(?!type\b)[^;'"]*?\bfrom\s+'([^']+)'/gm,
  /^import\s+'([^']+)'/gm,
  /\bimport\(\s*'([^']+)'\s*\)/g,
];

/** What a program needs when it runs: its own files and, by their names, packages; types are gone by then. */
export interface Imported {
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

/** Follows imports from a program's source (its path from the root), also those that happen later. */
export function importedBy(program: string): Imported {
  const files = new Set([program]);
  const packages = new Set<string>();
  for (const file of files) {
    const source = readFileSync(path.join(root, file), 'utf8');
    for (const name of IMPORTS.flatMap((form) => [...source.matchAll(form)].map(([, found]) => found!))) {
      if (name.startsWith('node:')) continue;
      if (name.startsWith('.')) files.add(path.join(path.dirname(file), name));
      else if (name.startsWith('@ledgerdesk/')) files.add(frontDoor(name));
      else packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(name)![0]);
    }
  }
  return { files: [...files], packages: [...packages].sort() };
}

/** The source of one of our own packages, as its package.json names it. */
function frontDoor(name: string): string {
  const project = name.replace('@ledgerdesk/', '');
  const folder = ['libs', 'services']
    .map((kind) => path.join(kind, project))
    .find((each) => existsSync(path.join(root, each)))!;
  const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as {
    exports: { '.': { 'ledgerdesk:source': string } };
  };
  return path.join(folder, manifest.exports['.']['ledgerdesk:source']);
}
