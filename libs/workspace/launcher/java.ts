import { spawnSync } from 'node:child_process';

/** Debian's packages of what starts the Kafka that specs run against. */
const PACKAGES = ['default-jre-headless', 'maven'];

const succeeds = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/**
 * Installs Java and Maven where they are missing and this account may install packages. Where it may not, the specs that
 * need a Kafka are skipped, and say so.
 */
export function installJava(): void {
  if (succeeds('java', '-version') && succeeds('mvn', '--version')) return;
  if (process.getuid?.() !== 0 || !succeeds('apt-get', '--version')) return;
  console.error(`Installing ${PACKAGES.join(' and ')} for the specs that run against Kafka (once; a minute) ...`);
  const installed =
    succeeds('apt-get', 'update') && succeeds('apt-get', 'install', '-y', '--no-install-recommends', ...PACKAGES);
  if (!installed) console.error('They could not be installed: those specs are skipped.');
}
