import { postgresAccount, type ClusterOptions } from '@ledgerdesk/postgres';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A place for a cluster, which every account may enter. */
export interface Place {
  readonly parent: string;
  readonly options: ClusterOptions;
  remove(): void;
}

export function aPlace(name = 'data'): Place {
  const parent = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-cluster-'));
  chmodSync(parent, 0o755);
  return {
    parent,
    options: optionsIn(path.join(parent, name), parent),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** A place on a disk of so many megabytes; undefined where this account may not make one. */
export function aSmallDisk(megabytes: number): Place | undefined {
  const place = aPlace();
  const disk = path.join(place.parent, 'disk');
  mkdirSync(disk);
  if (!mount(disk, megabytes)) {
    place.remove();
    return undefined;
  }
  return {
    parent: disk,
    options: optionsIn(path.join(disk, 'data'), place.parent),
    remove: () => {
      spawnSync('umount', [disk]);
      place.remove();
    },
  };
}

/** Whether this account may make a disk for a spec. */
export function mayMount(): boolean {
  const disk = aSmallDisk(1);
  disk?.remove();
  return disk !== undefined;
}

const mount = (folder: string, megabytes: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'ledgerdesk-spec', folder]).status === 0;

const optionsIn = (dataFolder: string, parent: string): ClusterOptions => ({
  dataFolder,
  password: 'of-a-spec',
  logFile: path.join(parent, 'postgres.log'),
  // Small, so that a small disk holds it.
  settings: { min_wal_size: '32MB', max_wal_size: '32MB' },
  durable: false,
});

/** Whether PostgreSQL runs as another account here, so that there are folders that it cannot enter. */
export const hasAccountOfItsOwn = (): boolean => postgresAccount() !== undefined;
