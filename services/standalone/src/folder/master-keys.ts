import { newMasterKey, parseMasterKeys, readMasterKeys, type MasterKeys } from '@ledgerdesk/event-store';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';

/** The master keys of an installation, and what its owner has to be told of them. */
export interface FoundMasterKeys {
  readonly keys: MasterKeys;
  readonly warning?: string;
}

/** As configured; else from the file beside the data folder, made where there is none. @throws MalformedMasterKeysError */
export function findMasterKeys(
  configured: string | undefined,
  { masterKeyFile, postgres }: DataFolder,
): FoundMasterKeys {
  if (configured !== undefined) return { keys: parseMasterKeys(configured) };
  if (!existsSync(masterKeyFile)) {
    if (existsSync(postgres)) throw new MasterKeyLostError(masterKeyFile);
    const partial = `${masterKeyFile}.partial`;
    writeFileSync(partial, `${newMasterKey('made-here')}\n`, { mode: 0o600 });
    renameSync(partial, masterKeyFile);
  }
  return {
    keys: readMasterKeys(masterKeyFile),
    warning: `The key to all personal data lies in ${masterKeyFile}. Without it nobody reads that data again: keep a copy, apart from the data.`,
  };
}

/** The data are there, and the key to what is personal in them is not: a new one would open none of it. */
export class MasterKeyLostError extends Error {
  override readonly name = 'MasterKeyLostError';

  constructor(file: string) {
    super(`There is data, but its master key ${file} is missing: bring the file back, or set MASTER_KEYS.`);
  }
}
