import { accessService } from '@ledgerdesk/access';
import { placeOf, PostgresEventStore, PostgresKeyRing, readMasterKeys } from '@ledgerdesk/event-store';
import { gatewayService } from '@ledgerdesk/gateway';
import { intakeService } from '@ledgerdesk/intake';
import { LedgerFeed } from '@ledgerdesk/messaging';
import { BearerVerifier, schemaOf, systemClock, type ServiceDefinition } from '@ledgerdesk/platform';
import { migrate } from '@ledgerdesk/postgres';
import { ServiceViews, viewTableOf } from '@ledgerdesk/read-models';
import { ticketsService } from '@ledgerdesk/tickets';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import pino from 'pino';
import 'reflect-metadata';
import { databaseOf } from '../../support/data-folder.ts';
import { aFew } from './a-few.ts';
import { eventually } from './eventually.ts';
import { using } from './using.ts';

const REBUILT = 'ledgerdesk_rebuilt';
const LIVE = 'ledgerdesk_read';
const STANDSTILL_MS = 60_000;
const SHOWN = 5;

const logger = pino({ level: 'silent' });
const nobody = new BearerVerifier({ issuer: '', audience: '', keys: { keys: [] }, clock: systemClock });
const services: readonly ServiceDefinition[] = [
  accessService,
  ticketsService,
  intakeService,
  gatewayService({ bearers: nobody }),
];

/**
 * Fills every view of every service from nothing, beside those that the running installation keeps, and answers every row
 * in which the two differ when both have had the time to take in all.
 */
export async function differences(data: string): Promise<readonly string[]> {
  await recreate(data);
  return whileFilling(data, () => eventually(() => compared(data)));
}

async function compared(data: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name: schema, views } of services) {
    for (const view of views) found.push(...(await differencesIn(data, `${schema}.${viewTableOf(view).table}`)));
  }
  return aFew(found);
}

async function recreate(data: string): Promise<void> {
  await using(data, 'postgres', async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${REBUILT} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${REBUILT}`);
  });
  await using(data, REBUILT, async (client) => {
    for (const { name } of services) await client.query(`CREATE SCHEMA ${pg.escapeIdentifier(name)}`);
  });
  for (const service of services) await migrate(databaseOf(data, REBUILT), schemaOf(service));
}

/** Reads the ledger from its beginning to where it ends, and on, until the work is done. */
async function whileFilling<Found>(data: string, work: () => Promise<Found>): Promise<Found> {
  const eventStore = new PostgresEventStore({ url: databaseOf(data, 'ledgerdesk_ledger', 'ledgerdesk_tailer') });
  const masterKeys = readMasterKeys(`${data}.master-key`);
  const keyRing = new PostgresKeyRing({ url: databaseOf(data, 'ledgerdesk_keys', 'ledgerdesk_gateway'), masterKeys });
  const feed = new LedgerFeed({ eventStore, published: services.flatMap(({ published }) => published), logger });
  const kept = services.map(({ name, views }) => {
    const options = `-c search_path=${name}`;
    const database = new pg.Pool({ connectionString: databaseOf(data, REBUILT), options, max: 4, pipeline: true });
    return { database, views: new ServiceViews({ service: name, views, database, keyRing, eventStore, logger }) };
  });
  try {
    for (const { views } of kept) {
      await views.prepare();
      for (const consumer of views.consumers) feed.subscribe(consumer);
    }
    await feed.start();
    await filledTo(data, placeOf(await eventStore.head()).position);
    return await work();
  } finally {
    await feed.stop();
    await Promise.all([eventStore.close(), keyRing.close(), ...kept.map(({ database }) => database.end())]);
  }
}

const VIEWS = services.reduce((count, { views }) => count + views.length, 0);
const PAUSE_MS = 200;

/** Waits until every view that is filled has come to this place of the ledger. @throws Error where they come no farther */
async function filledTo(data: string, head: bigint): Promise<void> {
  const checkpoints = services.map(({ name }) => `SELECT position FROM ${name}.view_checkpoint`).join(' UNION ALL ');
  await using(data, REBUILT, async (client) => {
    for (let [come, still] = ['', 0]; still < STANDSTILL_MS / PAUSE_MS; await sleep(PAUSE_MS)) {
      const { rows } = await client.query<{ there: number; come: string }>(
        `SELECT count(*) FILTER (WHERE position >= $1)::int AS there, coalesce(sum(position), 0)::text AS come
         FROM (${checkpoints}) kept`,
        [head.toString()],
      );
      if (rows[0]!.there === VIEWS) return;
      still = rows[0]!.come === come ? still + 1 : 0;
      come = rows[0]!.come;
    }
    throw new Error('Views that are filled from nothing do not come to the end of the ledger');
  });
}

/** Compares by digests: whole tables would not fit. */
async function differencesIn(data: string, table: string): Promise<readonly string[]> {
  const [kept, rebuilt] = [await digestsOf(data, LIVE, table), await digestsOf(data, REBUILT, table)];
  const keys = [...new Set([...kept.keys(), ...rebuilt.keys()])].filter((key) => kept.get(key) !== rebuilt.get(key));
  if (keys.length === 0) return [];
  const shown = keys.slice(0, SHOWN);
  const rows = await Promise.all([LIVE, REBUILT].map((database) => rowsOf(data, database, { table, keys: shown })));
  const told = shown.map((key) => `${table} ${key}: kept ${rows[0]!.get(key)}, rebuilt ${rows[1]!.get(key)}`);
  return [...told, ...keys.slice(SHOWN).map((key) => `${table} ${key}`)];
}

const KEY = `t.tenant_id || ' ' || t.id`;

const digestsOf = (data: string, database: string, table: string): Promise<ReadonlyMap<string, string>> =>
  pairs(data, database, `SELECT ${KEY} AS key, md5(t::text) AS value FROM ${table} t`);

const rowsOf = (
  data: string,
  database: string,
  { table, keys }: { readonly table: string; readonly keys: readonly string[] },
): Promise<ReadonlyMap<string, string>> =>
  pairs(data, database, `SELECT ${KEY} AS key, to_json(t)::text AS value FROM ${table} t WHERE ${KEY} = ANY($1)`, [
    keys,
  ]);

const pairs = (
  data: string,
  database: string,
  query: string,
  values: readonly unknown[] = [],
): Promise<ReadonlyMap<string, string>> =>
  using(data, database, async (client) => {
    const { rows } = await client.query<{ key: string; value: string }>(query, [...values]);
    return new Map(rows.map(({ key, value }) => [key, value]));
  });
