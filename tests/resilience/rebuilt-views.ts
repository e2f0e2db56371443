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
import { databaseOf } from '../support/data-folder.ts';

const REBUILT = 'ledgerdesk_rebuilt';
const LIVE = 'ledgerdesk_read';
const PATIENCE_MS = 120_000;
const PAUSE_MS = 100;
const TOLD = 10;

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
 * in which the two differ.
 */
export async function differences(data: string): Promise<readonly string[]> {
  await recreate(data);
  await fill(data);
  const found: string[] = [];
  for (const { name: schema, views } of services) {
    for (const view of views) {
      const table = `${schema}.${viewTableOf(view).table}`;
      const [kept, rebuilt] = [await rowsOf(data, LIVE, table), await rowsOf(data, REBUILT, table)];
      found.push(...compare(table, kept, rebuilt));
    }
  }
  return told(found);
}

/** A few of many say as much. */
const told = (found: readonly string[]): readonly string[] =>
  found.length <= TOLD ? found : [...found.slice(0, TOLD), `and ${found.length - TOLD} more`];

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

/** Reads the ledger from its beginning to where it ends now. */
async function fill(data: string): Promise<void> {
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
    const head = await eventStore.head();
    for (const database of [LIVE, REBUILT]) await caughtUp(data, database, placeOf(head).position);
  } finally {
    await feed.stop();
    await Promise.all([eventStore.close(), keyRing.close(), ...kept.map(({ database }) => database.end())]);
  }
}

const VIEWS = services.reduce((count, { views }) => count + views.length, 0);

/** Waits until every view there has heard the ledger to this place: nobody writes to it any more. */
async function caughtUp(data: string, database: string, head: bigint): Promise<void> {
  const checkpoints = services.map(({ name }) => `SELECT position FROM ${name}.view_checkpoint`).join(' UNION ALL ');
  await using(data, database, async (client) => {
    for (let tries = 0; tries < PATIENCE_MS / PAUSE_MS; tries += 1) {
      const { rows } = await client.query<{ there: number }>(
        `SELECT count(*)::int AS there FROM (${checkpoints}) kept WHERE position >= $1`,
        [head.toString()],
      );
      if (rows[0]?.there === VIEWS) return;
      await sleep(PAUSE_MS);
    }
    throw new Error(`Views in ${database} did not come to the end of the ledger`);
  });
}

type Row = Readonly<Record<string, unknown>> & { readonly tenant_id: string; readonly id: string };

const rowsOf = (data: string, database: string, table: string): Promise<readonly Row[]> =>
  using(data, database, async (client) => (await client.query<Row>(`SELECT * FROM ${table}`)).rows);

function compare(table: string, kept: readonly Row[], rebuilt: readonly Row[]): readonly string[] {
  const byKey = (rows: readonly Row[]) =>
    new Map(rows.map((row) => [`${row.tenant_id} ${row.id}`, JSON.stringify(row)]));
  const [a, b] = [byKey(kept), byKey(rebuilt)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((key) => a.get(key) !== b.get(key))
    .map((key) => `${table} ${key}: kept ${a.get(key)}, rebuilt ${b.get(key)}`);
}

async function using<Result>(
  data: string,
  database: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseOf(data, database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
