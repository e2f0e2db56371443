import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What runs, or is run against, that npm does not bring. */
interface Wanted {
  /** How each says that it is there. */
  readonly programs: readonly (readonly [command: string, ...args: readonly string[]])[];
  /** Debian's packages of them. */
  readonly packages: readonly string[];
  /** Installed under systemd, it would run from then on. */
  readonly isService?: boolean;
}

const WANTED = {
  Kafka: {
    programs: [
      ['java', '-version'],
      ['mvn', '--version'],
    ],
    packages: ['default-jre-headless', 'maven'],
  },
  PgBouncer: { programs: [['pgbouncer', '--version']], packages: ['pgbouncer'], isService: true },
  certificates: { programs: [['openssl', 'version']], packages: ['openssl'] },
} as const satisfies Readonly<Record<string, Wanted>>;

const succeeds = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

function isMissing({ programs, isService = false }: Wanted): boolean {
  if (programs.every((program) => succeeds(...program))) return false;
  return !isService || !existsSync('/run/systemd/system');
}

/**
 * Installs what is missing of it, where this account may install packages. Where it may not, the specs that need it are
 * skipped, and say so.
 */
export function installPackages(...named: readonly (keyof typeof WANTED)[]): void {
  const missing = named.filter((name) => isMissing(WANTED[name]));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !succeeds('apt-get', '--version')) return;
  const packages = missing.flatMap((name) => WANTED[name].packages);
  console.error(`Installing ${packages.join(', ')} for what needs ${missing.join(', ')} (once; a minute) ...`);
  const installed =
    succeeds('apt-get', 'update') && succeeds('apt-get', 'install', '-y', '--no-install-recommends', ...packages);
  if (!installed) console.error('They could not be installed: specs that need them are skipped.');
}
