import pg from 'pg';
import { UsageError } from './usage-error.ts';

/** The services that keep something in the read database: each has a schema of its name. */
export async function servicesIn(client: pg.Client, wanted: string | undefined): Promise<readonly string[]> {
  const { rows } = await client.query<{ service: string }>(
    `SELECT nspname AS service FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE relkind = 'r' AND relname = 'parked_act' ORDER BY 1`,
  );
  const services = rows.map(({ service }) => service);
  if (services.length === 0) {
    throw new UsageError(
      'The databases there are of an older release: "npm run ledgerdesk -- migrate" brings them to this one.',
    );
  }
  if (wanted === undefined) return services;
  if (!services.includes(wanted))
    throw new UsageError(`There is no service "${wanted}" there, but ${services.join(', ')}.`);
  return [wanted];
}

/** Does something in a service's own tables. One after the other: the connection is in one schema at a time. */
export async function within<Result>(client: pg.Client, service: string, work: () => Promise<Result>): Promise<Result> {
  await client.query(`SET search_path = ${pg.escapeIdentifier(service)}`);
  return work();
}

/** What the work finds in each service's own tables. */
export async function inEach<Found>(
  client: pg.Client,
  services: readonly string[],
  work: (service: string) => Promise<readonly Found[]>,
): Promise<readonly (Found & { readonly service: string })[]> {
  const found: (Found & { readonly service: string })[] = [];
  for (const service of services) {
    found.push(...(await within(client, service, () => work(service))).map((each) => ({ service, ...each })));
  }
  return found;
}
