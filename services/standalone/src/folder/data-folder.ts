import { canRead, postgresAccount } from '@ledgerdesk/postgres';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
}

/** Opens the folder, making it where it is missing. @throws UnreachableFolderError */
export function openDataFolder(folder: string): DataFolder {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  chmodSync(folder, 0o711);
  if (!postgresCanEnter(folder)) throw new UnreachableFolderError(folder);
  return {
    path: folder,
    postgres: path.join(folder, 'postgres'),
    postgresLog: path.join(folder, 'postgres.log'),
    secret: (name) => secretOf(path.join(folder, `${name}.secret`)),
    masterKeyFile: `${folder}.master-key`,
    masterKeyUsed: path.join(folder, 'master-key-used'),
    issuerKeyFile: path.join(folder, 'issuer.jwk'),
  };
}

export class UnreachableFolderError extends Error {
  override readonly name = 'UnreachableFolderError';

  constructor(folder: string) {
    super(
      `PostgreSQL does not run as root, and its own account cannot enter ${folder}: choose a folder that everybody may enter, with --data DIR.`,
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
  return canRead(probe, postgresAccount());
}

function secretOf(file: string): string {
  if (!existsSync(file)) writeWhole(file, randomBytes(24).toString('base64url'));
  return readFileSync(file, 'utf8');
}

/** For our eyes only, and whole or not at all: a crash while it is written must not leave half a secret. */
export function writeWhole(file: string, text: string): void {
  const partial = `${file}.partial`;
  writeFileSync(partial, text, { mode: 0o600 });
  renameSync(partial, file);
}
