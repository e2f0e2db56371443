// The reference of what is visible: a row is inserted, whoever listens is told, and reads it. Answers how long each took, in
// milliseconds. A process of its own.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { steadily, type Pace } from './steady.ts';

const TABLE = 'CREATE TABLE IF NOT EXISTS shown (id uuid PRIMARY KEY, subject text NOT NULL)';
const INSERT = {
  name: 'insert',
  text: `WITH made AS (INSERT INTO shown (id, subject) VALUES ($1, $2) RETURNING id) SELECT pg_notify('shown', id::text) FROM made`,
};
const SELECT = { name: 'select', text: 'SELECT id, subject FROM shown WHERE id = $1' };
const SUBJECT = 'The printer prints everything twice';

const pool = new pg.Pool({ connectionString: process.argv[2], max: 16 });
const listener = new pg.Client({ connectionString: process.argv[2] });
const told = new Map<string, () => void>();
listener.on('notification', ({ payload = '' }) => told.get(payload)?.());

const ready = pool
  .query(TABLE)
  .then(() => listener.connect())
  .then(() => listener.query('LISTEN shown'));

process.on('message', (pace: Pace) => {
  void ready.then(() => steadily(pace, insertAndLook)).then((latencies) => process.send!({ latencies }));
});

async function insertAndLook(): Promise<number> {
  const id = randomUUID();
  const begin = performance.now();
  const heard = new Promise<void>((resolve) => told.set(id, resolve));
  const inserted = pool.query({ ...INSERT, values: [id, SUBJECT] });
  await heard;
  told.delete(id);
  const [{ rows }] = await Promise.all([pool.query({ ...SELECT, values: [id] }), inserted]);
  if (rows.length !== 1) throw new Error('What was told is not there.');
  return performance.now() - begin;
}
