import { canRead, postgresAccount } from '@ledgerdesk/postgres';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Where everything of one installation lies. */
export interface DataFolder {
  readonly path: string;
  /** The cluster's own folder. */
  readonly postgres: string;
  readonly postgresLog: string;
  /** Passwords of the database roles, made once. */
  readonly secret: (name: string) => string;
  /** Beside the folder, not in it: whoever copies the data has not got the keys with it. */
  readonly masterKeyFile: string;
  /** Says that there are data under the master key. */
  readonly masterKeyUsed: string;
  readonly issuerKeyFile: string;
  /** Of a Kafka that runs beside services in processes of their own. */
  readonly kafka: string;
  /** The keys with which such a service signs identity tokens. */
  readonly signingKeyFile: (service: string) => string;
}

/** Step by step: where no folder can be made (`/proc`), Node's own recursion never comes to an end. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
  // Whatever the umask says: PostgreSQL's own account passes through.
  chmodSync(folder, 0o711);
}

/** What only we put into a folder, whole or as a start that was killed left it. */
const OURS =
  /^(?:postgres|postgres\.log|issuer\.jwk|kafka|.+\.jwks|master-key-used|reachable|.+\.secret)(?:\.partial)?$/;

/** Somebody's home, or a project: nothing in it is touched, nor its rights. */
function assertOurs(folder: string): void {
  const entries = readdirSync(folder);
  if (entries.length > 0 && !entries.some((entry) => OURS.test(entry))) throw new ForeignFolderError(folder);
}

/** Opens the folder, making it where it is missing. @throws UnreachableFolderError, ForeignFolderError */
export function openDataFolder(named: string): DataFolder {
  makeFolder(named);
  // However it was named: what runs on it, and the key beside it, are found by one name.
  const folder = realpathSync(named);
  assertOurs(folder);
  if (!postgresCanEnter(folder)) throw new UnreachableFolderError(folder);
  return {
    path: folder,
    postgres: path.join(folder, 'postgres'),
    postgresLog: path.join(folder, 'postgres.log'),
    secret: (name) => secretOf(path.join(folder, `${name}.secret`)),
    masterKeyFile: `${folder}.master-key`,
    masterKeyUsed: path.join(folder, 'master-key-used'),
    issuerKeyFile: path.join(folder, 'issuer.jwk'),
    kafka: path.join(folder, 'kafka'),
    signingKeyFile: (service) => path.join(folder, `${service}.jwks`),
  };
}

export class ForeignFolderError extends Error {
  override readonly name = 'ForeignFolderError';

  constructor(folder: string) {
    super(
      `${folder} holds other things than Ledgerdesk's data: choose an empty folder, or a new one, with --data DIR.`,
    );
  }
}

export class UnreachableFolderError extends Error {
  override readonly name = 'UnreachableFolderError';

  constructor(folder: string) {
    super(
      `PostgreSQL does not run as root, and its own account cannot enter ${folder}: choose a folder that everybody may enter, with --data DIR.`,
    );
  }
}

export class EmptySecretError extends Error {
  override readonly name = 'EmptySecretError';

  constructor(file: string) {
    super(
      `${file} is empty, and should hold a password of this data folder's PostgreSQL: bring it back from a backup.`,
    );
  }
}

/** In the clone, unless PostgreSQL's account cannot go there. */
export function defaultDataFolder(root: string): string {
  const inClone = path.join(root, '.ledgerdesk', 'data');
  if (canRead(path.join(root, 'package.json'), postgresAccount())) return inClone;
  return path.join('/var/lib/ledgerdesk', createHash('sha256').update(root).digest('hex').slice(0, 12));
}

function postgresCanEnter(folder: string): boolean {
  const probe = path.join(folder, 'reachable');
  writeFileSync(probe, 'PostgreSQL reads this to know that it can enter.\n', { mode: 0o644 });
  try {
    return canRead(probe, postgresAccount());
  } finally {
    rmSync(probe, { force: true });
  }
}

function secretOf(file: string): string {
  if (!existsSync(file)) writeWhole(file, randomBytes(24).toString('base64url'));
  const secret = readFileSync(file, 'utf8');
  if (secret === '') throw new EmptySecretError(file);
  return secret;
}

/** For our eyes only, and whole or not at all: a crash while it is written must not leave half a secret. */
export function writeWhole(file: string, text: string): void {
  const partial = `${file}.partial`;
  writeFileSync(partial, text, { mode: 0o600 });
  renameSync(partial, file);
}
