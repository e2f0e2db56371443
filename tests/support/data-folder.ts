import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** An empty folder for one installation; its master key lies beside it. */
export function emptyDataFolder(): { readonly path: string; remove(): void } {
  const parent = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-desk-'));
  // PostgreSQL may run as another account, which has to pass through.
  chmodSync(parent, 0o711);
  return { path: path.join(parent, 'data'), remove: () => rmSync(parent, { recursive: true, force: true }) };
}

/** The address of a database of a running installation, as its superuser. */
export function databaseOf(data: string, database: string): string {
  const password = readFileSync(path.join(data, 'superuser.secret'), 'utf8');
  const port = readFileSync(path.join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[3];
  return `postgresql://ledgerdesk:${password}@127.0.0.1:${port}/${database}`;
}
