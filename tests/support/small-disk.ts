import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

function mounted(megabytes: number): { readonly folder: string; readonly ok: boolean } {
  const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', folder]);
  return { folder, ok: status === 0 };
}

function unmount(folder: string): void {
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
}

/** Whether this machine lets us mount a disk of our own. */
export function canMountDisks(): boolean {
  const { folder, ok } = mounted(1);
  unmount(folder);
  return ok;
}

/** Runs `work` on a file system in memory that is full after so many megabytes. */
export async function onSmallDisk(megabytes: number, work: (folder: string) => Promise<void>): Promise<void> {
  const { folder, ok } = mounted(megabytes);
  try {
    if (!ok) throw new Error('No disk could be mounted');
    await work(folder);
  } finally {
    unmount(folder);
  }
}
