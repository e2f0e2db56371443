import { Gauge } from 'prom-client';
import type { Pool } from 'pg';
import { lookWithEachReading } from './looks.ts';
import { registry } from './registry.ts';

const gauge = (name: string, help: string, ...labels: readonly string[]): Gauge =>
  new Gauge({ name, help, labelNames: ['service', ...labels], registers: [registry] });

interface KeptTable {
  readonly table: string;
  /** Its columns are labels, and values by the name of their gauge. */
  readonly query: string;
  readonly gauges: Readonly<Record<string, Gauge>>;
}

/** What a service keeps in its read database, counted there: whoever of its replicas is asked, the answer is the same. */
const TABLES: readonly KeptTable[] = [
  {
    table: 'parked_key',
    query: `SELECT consumer, count(*) AS keys, sum(waiting) AS events,
              extract(epoch FROM clock_timestamp() - min(parked_at)) AS age
            FROM parked_key GROUP BY consumer`,
    gauges: {
      keys: gauge('ledgerdesk_parked_keys', 'Aggregates that a consumer cannot go on with.', 'consumer'),
      events: gauge(
        'ledgerdesk_parked_events',
        'Events that wait behind parked aggregates, the failed ones included.',
        'consumer',
      ),
      age: gauge(
        'ledgerdesk_parked_age_seconds',
        'For how long the oldest parked aggregate has been parked.',
        'consumer',
      ),
    },
  },
  {
    table: 'passed_over',
    query: 'SELECT consumer, sum(count) AS events FROM passed_over GROUP BY consumer',
    gauges: {
      events: gauge(
        'ledgerdesk_passed_over_events',
        'Events of a newer program that a consumer passed over because it does not know them, ever since.',
        'consumer',
      ),
    },
  },
  {
    table: 'effect',
    query: `SELECT effect, count(*) FILTER (WHERE state = 'waiting') AS waiting,
              count(*) FILTER (WHERE state = 'parked') AS parked,
              greatest(0, extract(epoch FROM clock_timestamp() - min(due_at) FILTER (WHERE state = 'waiting'))) AS late
            FROM effect WHERE state IN ('waiting', 'parked') GROUP BY effect`,
    gauges: {
      waiting: gauge(
        'ledgerdesk_effects_waiting',
        'Effects that have been asked for and not been done, due ones and later ones.',
        'effect',
      ),
      parked: gauge(
        'ledgerdesk_effects_parked',
        'Effects that failed too often: somebody has to look at them.',
        'effect',
      ),
      late: gauge(
        'ledgerdesk_effects_late_seconds',
        'For how long the oldest effect that waits has been due; 0 where none is.',
        'effect',
      ),
    },
  },
];

/** Tells of what a service keeps. Answers with what ends it. */
export function measureTables(service: string, database: Pick<Pool, 'query'>): () => void {
  const ends = TABLES.map((kept) => measureTable(kept, service, database));
  return () => ends.forEach((end) => end());
}

function measureTable({ table, query, gauges }: KeptTable, service: string, database: Pick<Pool, 'query'>): () => void {
  let told: Readonly<Record<string, string>>[] = [];
  const forget = (): void => {
    for (const labels of told) for (const each of Object.values(gauges)) each.remove(labels);
    told = [];
  };
  return lookWithEachReading({
    name: table.replace('_', ' '),
    async look() {
      const { rows: found } = await database.query('SELECT FROM pg_class WHERE oid = to_regclass($1)', [table]);
      const { rows } = found.length > 0 ? await database.query<Record<string, string | null>>(query) : { rows: [] };
      // What is no longer parked or waiting is not told any more.
      forget();
      for (const row of rows) {
        const labels = labelsIn(row, gauges, service);
        for (const [column, each] of Object.entries(gauges)) each.set(labels, Number(row[column] ?? 0));
        told.push(labels);
      }
    },
    forget,
  });
}

const labelsIn = (
  row: Readonly<Record<string, string | null>>,
  gauges: KeptTable['gauges'],
  service: string,
): Record<string, string> => ({
  service,
  ...Object.fromEntries(
    Object.entries(row).flatMap(([column, value]) => (column in gauges ? [] : [[column, String(value)]])),
  ),
});
