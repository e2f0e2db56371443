import { placeOf, type EventStore } from '@ledgerdesk/event-store';
import { epochMilliseconds } from '@ledgerdesk/kernel';
import { systemClock, type ServiceDefinition } from '@ledgerdesk/platform';
import { withClient } from '@ledgerdesk/postgres';
import { viewLags, viewStands, type ViewLag, type ViewStand } from '@ledgerdesk/read-models';
import type pg from 'pg';
import { READ } from '../wiring/databases.ts';
import type { CommandContext } from './command.ts';
import { installedSecrets } from './installed-secrets.ts';
import { withLedger } from './opened-ledger.ts';
import { withDatabases } from './running-installation.ts';
import { inEach, servicesIn } from './services-in.ts';
import { asJson, textTable } from './text-table.ts';

/** Lags are counted in so much of the ledger's end. */
const WINDOW = 100_000n;
const TENANTS = 10;

type Stand = ViewStand & { readonly service: string };
type Told = Stand & { readonly lag: ViewLag };

export async function list(context: CommandContext): Promise<void> {
  const { servicesForJob } = await import('../services.ts');
  const definitions = servicesForJob();
  const { passwordOf } = installedSecrets(context.data);
  const told = await withDatabases(context, (url) =>
    withLedger({ url, passwordOf }, (eventStore) =>
      withClient(url(READ), (client) => look({ client, eventStore, definitions, wanted: context.service })),
    ),
  );
  if (context.json) return console.log(asJson(told.map(forPrograms)));
  if (told.length === 0) return console.log('There are no views.');
  console.log(viewsTable(told));
  const tenants = told.flatMap(({ service, view, lag }) => lag.tenants.map((one) => ({ service, view, ...one })));
  if (tenants.length > 0) console.log(`\nThe tenants that lag most:\n\n${tenantsTable(tenants)}`);
}

interface Looking {
  readonly client: pg.Client;
  readonly eventStore: EventStore;
  readonly definitions: readonly ServiceDefinition[];
  /** The service that was asked for. */
  readonly wanted: string | undefined;
}

async function look({ client, eventStore, definitions, wanted }: Looking): Promise<readonly Told[]> {
  const end = placeOf(await eventStore.head());
  const services = await servicesIn(client, wanted);
  const stands = await inEach(client, services, (service) =>
    viewStands(client, definitions.find(({ name }) => name === service)?.views ?? [], end.epoch),
  );
  const now = epochMilliseconds(systemClock.now());
  const lags = await viewLags(stands, { eventStore, end, now, window: WINDOW, tenants: TENANTS });
  return stands.map((stand, index) => ({ ...stand, lag: lags[index]! }));
}

const forPrograms = ({ service, view, newest, shown, isRebuilt, lag }: Told) => ({
  service,
  view: view.name,
  version: newest,
  shown: shown ?? null,
  isRebuilt,
  lag,
});

const viewsTable = (told: readonly Told[]): string =>
  textTable(
    ['SERVICE', 'VIEW', 'VERSION', 'EVENTS BEHIND', 'SECONDS', 'STATE'],
    told.map((one) => [
      one.service,
      one.view.name,
      String(one.newest),
      counted(one.lag),
      String(one.lag.seconds),
      stateOf(one),
    ]),
  );

const counted = ({ events, atLeast }: ViewLag): string => `${atLeast ? 'at least ' : ''}${events}`;

function stateOf({ shown, newest, view, isRebuilt }: Stand): string {
  if (shown === undefined) return 'not made yet: its service makes it at its first start';
  if (shown < newest) return `is filled; queries see version ${shown}`;
  if (shown > view.version) return 'of a newer release than this program';
  return isRebuilt ? 'shown, and being rebuilt' : 'shown';
}

const tenantsTable = (tenants: readonly (Pick<Told, 'service' | 'view'> & ViewLag['tenants'][number])[]): string =>
  textTable(
    ['SERVICE', 'VIEW', 'TENANT', 'EVENTS BEHIND', 'SECONDS'],
    tenants.map(({ service, view, tenant, events, seconds }) => [
      service,
      view.name,
      tenant,
      String(events),
      String(seconds),
    ]),
  );
