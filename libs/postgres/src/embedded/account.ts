import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { EmbeddedPostgresError } from './errors.ts';

/** The account a child process runs as; undefined is our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/** PostgreSQL refuses to run as root: then it gets an account of its own, made where there is none. */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = lookUp();
  if (found) return found;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME]);
  const made = lookUp();
  if (made) return made;
  throw new EmbeddedPostgresError(
    'NO_ACCOUNT',
    'PostgreSQL refuses to run as root, and no account could be made for it: run as an ordinary user, or make an account named postgres.',
  );
}

function lookUp(): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${NAME}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** Whether that account can read what lies there: every folder above must let it through. */
export const canRead = (path: string, account: Account | undefined): boolean =>
  account === undefined || spawnSync('test', ['-r', path], account).status === 0;

/** That account must be able to enter the folder. @throws EmbeddedPostgresError `UNREACHABLE_FOLDER` */
export function assertEnterable(folder: string, account: Account | undefined): void {
  if (account === undefined || spawnSync('test', ['-x', folder], { ...account, cwd: '/' }).status === 0) return;
  throw new EmbeddedPostgresError(
    'UNREACHABLE_FOLDER',
    `PostgreSQL does not run as root, and its own account cannot enter ${folder}: choose another folder, or open that one and those above it.`,
  );
}
