import { readMasterKeys, type MasterKeys } from '@ledgerdesk/event-store';
import { parseConfig } from '@ledgerdesk/platform';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { folderOf } from '../installation.ts';
import { configSchema } from '../standalone.config.ts';
import { UsageError } from './usage-error.ts';

/** What an installation was made with, read where it lies: nothing is made here. */
export interface InstalledSecrets {
  /** Of a database role. @throws UsageError */
  readonly passwordOf: (role: string) => string;
  /** @throws UsageError */
  readonly masterKeys: () => MasterKeys;
}

export function installedSecrets(data: string | undefined): InstalledSecrets {
  const folder = folderOf(data);
  return {
    passwordOf(role) {
      const file = path.join(folder, `${role}.secret`);
      if (existsSync(file)) return readFileSync(file, 'utf8');
      throw new UsageError(
        `${folder} does not hold the password of ${role}: name the data folder from which the databases were made with --data DIR.`,
      );
    },
    masterKeys: () => masterKeysOf(folder),
  };
}

function masterKeysOf(folder: string): MasterKeys {
  const { MASTER_KEYS } = parseConfig(configSchema.pick({ MASTER_KEYS: true }));
  if (MASTER_KEYS !== undefined) return MASTER_KEYS;
  // However it was named: the key lies beside the folder itself.
  const file = `${realpathSync(folder)}.master-key`;
  if (existsSync(file)) return readMasterKeys(file);
  throw new UsageError(
    `Personal values are opened with the master keys that the services have: there is no ${file}, so name them by MASTER_KEYS.`,
  );
}
