import { posix } from 'node:path';
import { importTable, type Row } from './folders.ts';
import { homes } from './homes.ts';
import { fits, placeOf } from './places.ts';

/** Why a file (a path from the root) may not be where it is; undefined where it may. */
export function misplaced(file: string): string | undefined {
  if (/\/index\.ts$/.test(file) && !/^(libs|services)\/[^/]+\/src\/index\.ts$/.test(file))
    return 'Only a project has a front door: this index.ts is a barrel.';
  return rowOf(file) ? undefined : 'The import table has no row for this place (libs/workspace/boundaries/folders.ts).';
}

/** Why a file may not import this; undefined where it may. */
export function refusedImport(file: string, specifier: string): string | undefined {
  const row = rowOf(file);
  if (!row) return undefined;
  if (specifier.startsWith('.')) return refusedFolder(file, specifier, row);
  const [, lib, inside] = /^@ledgerdesk\/([^/]+)(\/.+)?$/.exec(specifier) ?? [];
  if (inside) return `"@ledgerdesk/${lib}" is entered by its front door only.`;
  if (lib) return refusedLib(file, lib, row);
  return refusedPackage(file, specifier, row);
}

/** The row that holds for a file (a path from the root). */
export const rowOf = (file: string): Row | undefined => importTable.find((row) => fits(row.in, file));

function refusedFolder(file: string, specifier: string, row: Row): string | undefined {
  const from = placeOf(file);
  const to = placeOf(posix.join(posix.dirname(file), specifier));
  // From project to project is the table of kinds, `projects.ts`.
  if (!from || to?.project !== from.project) return undefined;
  const slice = from.fromSource.split('/').slice(0, 2).join('/');
  const allowed = row.folders.map((folder) => (folder === '.' ? slice : folder));
  return allowed.some((folder) => isOutside(folder) === isOutside(to.fromSource) && fits(folder, to.fromSource))
    ? undefined
    : `${row.in} may not import ${to.fromSource}, only ${listed(allowed)} of its own project.`;
}

function refusedLib(file: string, lib: string, row: Row): string | undefined {
  const known = row.libs.includes(lib) || !LIBS.has(lib) || file.startsWith(`libs/${lib}/`);
  return known ? undefined : `${row.in} may not import the lib ${lib}, only ${listed(row.libs)}.`;
}

function refusedPackage(file: string, specifier: string, row: Row): string | undefined {
  const home = Object.entries(homes).find(([name]) => specifier === name || specifier.startsWith(`${name}/`));
  if (home && !home[1].some((place) => fits(place, file)) && !/^tests\/|\/test\/|\.spec\.ts$/.test(file))
    return `${home[0]} lives in ${listed(home[1])} only.`;
  const allowed = row.npm.some((name) => name === '*' || name === specifier || covers(name, specifier));
  return allowed ? undefined : `${row.in} may not import ${specifier}, only ${listed(row.npm)}.`;
}

/** Packages of this repository that are libs; the others are services, which the table of kinds keeps apart. */
const LIBS = new Set(importTable.flatMap(({ libs }) => libs));

/** Beside `src` and not in it. */
const isOutside = (path: string): boolean => path.startsWith('../');

const covers = (name: string, specifier: string): boolean =>
  name.endsWith('*') && name.length > 1 && specifier.startsWith(name.slice(0, -1));

const listed = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'nothing');
