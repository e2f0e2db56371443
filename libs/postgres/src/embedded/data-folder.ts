import { spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';

export const SUPERUSER = 'ledgerdesk';

export interface Initialisation {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly password: string;
  /** Whether files are flushed to disk before `initdb` answers. */
  readonly durable: boolean;
}

/**
 * Makes the data folder where there is none: text sorts by code point everywhere, whatever the host's locale. A half-made
 * one never stands under the final name.
 */
export async function initialise(folder: string, how: Initialisation): Promise<void> {
  if (existsSync(path.join(folder, 'PG_VERSION'))) return assertVersion(folder, how.binaries.major);
  assertEmpty(folder);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  const secret = `${partial}.secret`;
  writeFileSync(secret, how.password, { mode: 0o600 });
  if (how.account) for (const file of [partial, secret]) chownSync(file, how.account.uid, how.account.gid);
  try {
    await initdb(partial, secret, how);
    renameSync(partial, folder);
  } finally {
    rmSync(secret, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Nobody's files are taken for data, nor thrown away. */
function assertEmpty(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  throw new EmbeddedPostgresError(
    'FOREIGN_FOLDER',
    `The folder ${folder} holds files, but no data of PostgreSQL: choose another folder.`,
  );
}

function assertVersion(folder: string, major: string): void {
  const found = readFileSync(path.join(folder, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  const newer = Number(found) > Number(major);
  throw new EmbeddedPostgresError(
    newer ? 'NEWER_VERSION' : 'OLDER_VERSION',
    newer
      ? `The data folder ${folder} was written by PostgreSQL ${found}; this program carries ${major}. Use the newer Ledgerdesk, or another folder.`
      : `The data folder ${folder} was written by PostgreSQL ${found}; this program carries ${major}. Move the data over with a backup of the older Ledgerdesk.`,
  );
}

async function initdb(folder: string, secret: string, { binaries, account, durable }: Initialisation): Promise<void> {
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${folder}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...account, cwd: path.dirname(folder), env: { LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw failure(output, folder);
}

/** The error that a message of PostgreSQL means. */
export function failure(output: string, folder: string): EmbeddedPostgresError {
  if (/No space left on device/i.test(output)) {
    return new EmbeddedPostgresError(
      'DISK_FULL',
      `The disk that holds ${folder} is full: make room, then start again.`,
    );
  }
  if (/Permission denied/i.test(output)) {
    return new EmbeddedPostgresError(
      'FAILED',
      `PostgreSQL's account cannot enter ${folder}: choose another folder with --data, or open the folders above it. It said: ${output.trim()}`,
    );
  }
  return new EmbeddedPostgresError('FAILED', `PostgreSQL did not start in ${folder}: ${output.trim()}`);
}
