import { listParked, type ParkedKey } from '@ledgerdesk/messaging';
import type pg from 'pg';
import type { CommandContext } from './command.ts';
import { withReadDatabase } from './running-installation.ts';
import { inEach, servicesIn } from './services-in.ts';
import { asJson, atSecond, textTable } from './text-table.ts';

const LIMIT = 500;

export type Found = ParkedKey & { readonly service: string };

/** What is parked, by what an operator said of it. */
export async function find(
  client: pg.Client,
  { service, consumer, key }: Pick<CommandContext, 'service' | 'consumer'> & { readonly key?: string | undefined },
): Promise<readonly Found[]> {
  const services = await servicesIn(client, service);
  return inEach(client, services, () => listParked(client, { consumer, key, limit: LIMIT }));
}

export async function list(context: CommandContext): Promise<void> {
  const found = await withReadDatabase(context, (client) => find(client, context));
  if (context.json) return console.log(asJson(found));
  if (found.length === 0) return console.log('Nothing is parked.');
  console.log(tableOf(found));
}

export const tableOf = (found: readonly Found[]): string =>
  textTable(
    ['SERVICE', 'CONSUMER', 'KEY', 'WAITING', 'TRIES', 'PARKED', 'NEXT TRY', 'BECAUSE'],
    found.map(({ service, consumer, key, waiting, attempts, parkedAt, nextAt, error }) => [
      service,
      consumer,
      key,
      String(waiting),
      String(attempts),
      atSecond(parkedAt),
      atSecond(nextAt),
      error,
    ]),
  );
