import type { MasterKeys } from '@ledgerdesk/event-store';
import type { Closing } from '@ledgerdesk/platform';
import { claimFolder } from '@ledgerdesk/postgres';
import path from 'node:path';
import { defaultDataFolder, openDataFolder, type DataFolder } from './folder/data-folder.ts';
import { findMasterKeys, type FoundMasterKeys } from './folder/master-keys.ts';
import { openDatabase, type Database } from './wiring/postgres.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

// PostgreSQL writes out what it holds: it is given the time that it takes.
const POSTGRES_PATIENCE_MS = 60_000;

export interface InstallationOptions {
  /** Absolute; undefined is the folder in the clone. */
  readonly data: string | undefined;
  readonly masterKeys: MasterKeys | undefined;
  readonly postgresAdminUrl: string | undefined;
  /** Works beside a program that runs on the folder, where the PostgreSQL is somebody else's to run. */
  readonly beside?: boolean;
  /** Runs when the folder is ours, before anything is started. */
  readonly before?: () => Promise<void>;
  readonly closing: Closing;
  readonly ending: AbortSignal;
}

/** What lies on the disk, opened by this process alone: the data folder, the master keys, and the PostgreSQL on it. */
export interface Installation {
  readonly folder: DataFolder;
  readonly masterKeys: FoundMasterKeys;
  readonly database: Database;
}

/** Where an installation lies: the folder that was named, or the one in the clone. */
export const folderOf = (data: string | undefined): string => data ?? defaultDataFolder(ROOT);

/** Opens the installation, making it where there is none. */
export async function openInstallation(options: InstallationOptions): Promise<Installation> {
  const { closing, ending } = options;
  const folder = openDataFolder(folderOf(options.data));
  if (!options.beside || options.postgresAdminUrl === undefined) closing.add(claimFolder(folder.path));
  await options.before?.();
  const masterKeys = findMasterKeys(options.masterKeys, folder);
  ending.throwIfAborted();
  const database = await openDatabase({ folder, adminUrl: options.postgresAdminUrl, signal: ending });
  closing.add(() => database.stop(), POSTGRES_PATIENCE_MS);
  ending.throwIfAborted();
  return { folder, masterKeys, database };
}
