import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface DataFolder {
  readonly path: string;
  remove(): void;
}

/** An empty folder for one installation, in a path with a space; its master key lies beside it. */
export function emptyDataFolder(): DataFolder {
  const parent = mkdtempSync(path.join(tmpdir(), 'ledgerdesk desk-'));
  // PostgreSQL may run as another account, which has to pass through.
  chmodSync(parent, 0o711);
  return { path: path.join(parent, 'data'), remove: () => rmSync(parent, { recursive: true, force: true }) };
}

const postmaster = (data: string): readonly string[] =>
  readFileSync(path.join(data, 'postgres/postmaster.pid'), 'utf8').split('\n');

/** The process of the PostgreSQL that runs on the folder. */
export const postgresOf = (data: string): number => Number(postmaster(data)[0]);

/** The address of a database of a running installation, as its superuser or as a service's role. */
export function databaseOf(data: string, database: string, role = 'superuser'): string {
  const user = role === 'superuser' ? 'ledgerdesk' : role;
  const password = readFileSync(path.join(data, `${role}.secret`), 'utf8');
  return `postgresql://${user}:${password}@127.0.0.1:${postmaster(data)[3]}/${database}`;
}
