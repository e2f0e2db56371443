import { PostgresKeyRing } from '@ledgerdesk/event-store';
import { openLog, type ServiceDefinition } from '@ledgerdesk/platform';
import { readPool, rebuildView, type Rebuilding, type Rebuilt, type View } from '@ledgerdesk/read-models';
import pg from 'pg';
import { databasesOf } from '../wiring/databases.ts';
import type { CommandContext } from './command.ts';
import { installedSecrets } from './installed-secrets.ts';
import { withLedger } from './opened-ledger.ts';
import { ProgressLine } from './progress-line.ts';
import { rebuiltInWords } from './rebuilt-in-words.ts';
import { withDatabases, type AddressOf } from './running-installation.ts';
import { asJson } from './text-table.ts';
import { UsageError } from './usage-error.ts';

/** The view that services keep is not what its events make. */
class ViewsDifferError extends Error {
  override readonly name = 'ViewsDifferError';
}

/** A view of millions of rows is sorted and read as a whole. */
const ANSWER_MS = 6 * 3_600_000;
const CONNECTIONS = 4;

export async function rebuild(context: CommandContext): Promise<void> {
  const { servicesForJob } = await import('../services.ts');
  const definitions = servicesForJob();
  const { service, view } = viewNamed(definitions, context);
  const begun = performance.now();
  const rebuilt = await withDatabases(context, (url) => rebuildIn(url, { context, definitions, service, view }));
  const { comparison, swapped } = rebuilt;
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    context.json
      ? asJson({ service, view: view.name, version: view.version, swapped, seconds, comparison })
      : rebuiltInWords(rebuilt, { service, view: view.name, seconds }),
  );
  if (context.compareOnly && !comparison.same) {
    throw new ViewsDifferError(`The view ${view.name} is not what its events make; nothing was changed.`);
  }
}

interface Wanted {
  readonly context: CommandContext;
  readonly definitions: readonly ServiceDefinition[];
  readonly service: string;
  readonly view: View;
}

/** As the service itself would fill it: with its own role, from what all services publish. */
async function rebuildIn(url: AddressOf, { context, definitions, service, view }: Wanted): Promise<Rebuilt> {
  const { passwordOf, masterKeys } = installedSecrets(context.data);
  const { keysUrl, readUrl } = databasesOf({ url, passwordOf }, service);
  const applicationName = 'ledgerdesk views';
  const keyRing = new PostgresKeyRing({ url: keysUrl, masterKeys: masterKeys(), applicationName });
  const database = new pg.Pool({
    ...readPool({ url: readUrl, applicationName, answerTimeoutMs: ANSWER_MS }),
    max: CONNECTIONS,
  });
  const logger = openLog('warn');
  database.on('error', () => undefined);
  const line = new ProgressLine();
  const progress = progressOf(view.name);
  try {
    return await withLedger({ url, passwordOf }, (eventStore) =>
      rebuildView({
        service,
        view,
        database,
        keyRing,
        eventStore,
        published: definitions.flatMap(({ published }) => published),
        logger,
        signal: context.ending,
        compareOnly: context.compareOnly,
        onProgress: (at) => line.show(() => progress(at)),
      }),
    );
  } finally {
    line.end();
    await Promise.all([keyRing.close(), database.end()]);
  }
}

function viewNamed(
  definitions: readonly ServiceDefinition[],
  { words, service: wanted }: CommandContext,
): Pick<Wanted, 'service' | 'view'> {
  const name = words[0]!;
  const all = definitions.flatMap(({ name: service, views }) => views.map((view) => ({ service, view: view as View })));
  const found = all.filter(({ service, view }) => view.name === name && (wanted ?? service) === service);
  if (found.length > 1) {
    const services = found.map(({ service }) => service).join(', ');
    throw new UsageError(`Several services have a view "${name}"; say which by --service: ${services}.`);
  }
  if (found[0]) return found[0];
  const names = all.map(({ view }) => view.name).join(', ');
  throw new UsageError(`There is no view "${name}"${wanted ? ` of a service "${wanted}"` : ''}, but ${names}.`);
}

const count = (value: bigint | number): string => value.toLocaleString('en');

/** How far a rebuild is, and how fast it has come there. */
function progressOf(view: string): (at: Rebuilding) => string {
  const begun = performance.now();
  return ({ step, read, total }) => {
    const share = total > 0n ? (read < total ? (read * 100n) / total : 100n) : 100n;
    const rate = Math.round((Number(read) * 1000) / Math.max(1, performance.now() - begun));
    return `${view}: ${share} %, ${count(read)} of ${count(total)} events of the ledger, ${count(rate)} a second, ${step}`;
  };
}
