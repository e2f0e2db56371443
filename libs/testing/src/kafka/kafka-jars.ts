import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { finished } from '../commands.ts';

/** What Maven is to bring: data, which the package hands out by name. */
const pom = createRequire(import.meta.url).resolve('@ledgerdesk/testing/kafka/pom.xml');

/** Outside of the tree, for all clones: one for each list of what is wanted. */
export function jarsFolder(): string {
  const wanted = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  return path.join(homedir(), '.cache/ledgerdesk', `kafka-${wanted}`);
}

/** The folder of Kafka's jars, brought by Maven where it is missing; takes some seconds then. */
export async function kafkaJars(): Promise<string> {
  const folder = jarsFolder();
  if (existsSync(folder)) return folder;
  mkdirSync(path.dirname(folder), { recursive: true });
  const partial = mkdtempSync(`${folder}.`);
  try {
    await finished('mvn', ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`]);
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another process may have brought it meanwhile.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
