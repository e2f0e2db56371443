import { MalformedMasterKeysError, newMasterKey, readMasterKeys, type MasterKeys } from '@ledgerdesk/event-store';
import { existsSync } from 'node:fs';
import { writeWhole, type DataFolder } from './data-folder.ts';

/** The master keys of an installation, and the file in which its owner has to guard them, where they were made here. */
export interface FoundMasterKeys {
  readonly keys: MasterKeys;
  readonly file?: string;
}

/**
 * As configured; else from the file beside the data folder, made where there is none.
 * @throws MalformedMasterKeysError, MasterKeyLostError
 */
export function findMasterKeys(
  configured: MasterKeys | undefined,
  { masterKeyFile, masterKeyUsed }: DataFolder,
): FoundMasterKeys {
  if (configured !== undefined) return { keys: configured };
  if (!existsSync(masterKeyFile)) {
    if (existsSync(masterKeyUsed)) throw new MasterKeyLostError(masterKeyFile);
    writeWhole(masterKeyFile, `${newMasterKey('made-here')}\n`);
  }
  const keys = keysIn(masterKeyFile);
  if (!existsSync(masterKeyUsed)) writeWhole(masterKeyUsed, `${masterKeyFile}\n`);
  return { keys, file: masterKeyFile };
}

function keysIn(file: string): MasterKeys {
  try {
    return readMasterKeys(file);
  } catch (error) {
    if (!(error instanceof MalformedMasterKeysError)) throw error;
    throw new MalformedMasterKeysError(`${file}: ${error.message} Bring the file back from your copy.`, {
      cause: error,
    });
  }
}

/** The data are there, and the key to what is personal in them is not: a new one would open none of it. */
export class MasterKeyLostError extends Error {
  override readonly name = 'MasterKeyLostError';

  constructor(file: string) {
    super(
      `There is data, but its master key ${file} is missing, and no other key opens what is personal in it: ` +
        'bring the file back from your copy, or set MASTER_KEYS.',
    );
  }
}
