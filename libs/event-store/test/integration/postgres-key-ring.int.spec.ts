import {
  BrokenKeyError,
  ForbiddenKeyUseError,
  grantKeyRights,
  keysSchema,
  newMasterKey,
  parseMasterKeys,
  PostgresKeyRing,
  UnavailableError,
  UnknownMasterKeyError,
  type PostgresKeyRingOptions,
} from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';
import { keyRingConformance } from '../support/key-ring-conformance.ts';

const TENANT: TenantId = 'tnt_01kakq0000e0080000000000b1';
/** Longer than any answer takes, on a busy machine too. */
const PATIENT_MS = 60_000;
const [oldKey, newKey] = [newMasterKey('old'), newMasterKey('new')];

let postgres: TestPostgres;
let database = '';
let databases = 0;
const rings: PostgresKeyRing[] = [];

async function newDatabase(): Promise<void> {
  database = `keys_${(databases += 1)}`;
  const admin = await postgres.createDatabase(database);
  await migrate(admin, keysSchema);
  await grantKeyRights(admin, 'reader', { erase: false });
  await grantKeyRights(admin, 'eraser', { erase: true });
}

function ringOf(options: Partial<PostgresKeyRingOptions> = {}): PostgresKeyRing {
  const url = postgres.urlOf(database, 'eraser', 'secret');
  const ring = new PostgresKeyRing({
    url,
    masterKeys: parseMasterKeys(oldKey),
    answerTimeoutMs: PATIENT_MS,
    ...options,
  });
  rings.push(ring);
  return ring;
}

beforeAll(async () => {
  postgres = await startPostgres();
  for (const role of ['reader', 'eraser']) await postgres.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`);
});
afterAll(() => postgres.stop());

keyRingConformance('on PostgreSQL', async () => {
  await newDatabase();
  const url = postgres.urlOf(database, 'eraser', 'secret');
  return () => new PostgresKeyRing({ url, masterKeys: parseMasterKeys(oldKey), answerTimeoutMs: PATIENT_MS });
});

describe('The key ring on PostgreSQL', () => {
  beforeEach(newDatabase);
  afterEach(async () => void (await Promise.all(rings.splice(0).map((ring) => ring.close()))));

  async function asReader<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: postgres.urlOf(database, 'reader', 'secret') });
    await client.connect();
    return work(client).finally(() => client.end());
  }

  it.each([
    'SELECT * FROM keys.subject_key',
    'SELECT * FROM keys.tenant_key',
    'DELETE FROM keys.subject_key',
    `INSERT INTO keys.tenant_key VALUES ('t', 'm', '', '')`,
    'UPDATE keys.subject_key SET subject = subject',
    'TRUNCATE keys.tenant_key',
    'COPY keys.subject_key TO STDOUT',
    'CREATE TABLE keys.mine (id int)',
    `SELECT keys.erase_subject('${TENANT}', 'psn_a')`,
  ])('refuses a service: %s', async (statement) => {
    await expect(asReader((client) => client.query(statement))).rejects.toMatchObject({ code: '42501' });
  });

  it('lets only the role that may erase erase, and takes that right back', async () => {
    const reader = ringOf({ url: postgres.urlOf(database, 'reader', 'secret') });
    const { keyId } = (await reader.keysFor(TENANT, ['psn_a'])).get('psn_a')!;
    await expect(reader.erase(TENANT, 'psn_a')).rejects.toThrow(ForbiddenKeyUseError);
    expect((await ringOf().find(TENANT, [keyId])).size).toBe(1);
    await grantKeyRights(postgres.urlOf(database), 'eraser', { erase: false });
    await expect(ringOf().erase(TENANT, 'psn_a')).rejects.toThrow(ForbiddenKeyUseError);
  });

  it('gives the rights said and no more: what was granted by hand is taken back', async () => {
    const admin = postgres.urlOf(database);
    for (const what of ['SCHEMA', 'ALL TABLES IN SCHEMA', 'ALL FUNCTIONS IN SCHEMA']) {
      await postgres.query(`GRANT ALL ON ${what} keys TO reader`, database);
    }
    await asReader((client) => client.query('SELECT * FROM keys.subject_key'));
    await grantKeyRights(admin, 'reader', { erase: false });
    for (const statement of [
      'SELECT * FROM keys.subject_key',
      'CREATE TABLE keys.mine (id int)',
      `SELECT keys.erase_subject('${TENANT}', 'psn_a')`,
    ]) {
      await expect(asReader((client) => client.query(statement))).rejects.toMatchObject({ code: '42501' });
    }
    const reader = ringOf({ url: postgres.urlOf(database, 'reader', 'secret') });
    expect((await reader.keysFor(TENANT, ['psn_a'])).size).toBe(1);
  });

  it('gives rights to many roles at once', async () => {
    const admin = postgres.urlOf(database);
    const granted = ['reader', 'eraser', 'reader', 'eraser'].map((role) =>
      grantKeyRights(admin, role, { erase: true }),
    );
    await expect(Promise.all(granted)).resolves.toHaveLength(4);
  });

  it('refuses who was given no right at all', async () => {
    await postgres.query(`CREATE ROLE stranger_${databases} LOGIN PASSWORD 'secret'`);
    const stranger = ringOf({ url: postgres.urlOf(database, `stranger_${databases}`, 'secret') });
    await expect(stranger.namingKey(TENANT)).rejects.toThrow(ForbiddenKeyUseError);
  });

  it('shows the database no key in clear', async () => {
    const ring = ringOf();
    const { key } = (await ring.keysFor(TENANT, ['psn_a'])).get('psn_a')!;
    const namingKey = await ring.namingKey(TENANT);
    const { rows } = await postgres.query(
      `SELECT s::text || t::text AS everything FROM keys.subject_key s, keys.tenant_key t`,
      database,
    );
    const { everything } = rows[0] as { everything: string };
    for (const secret of [key, namingKey]) expect(everything).not.toContain(Buffer.from(secret).toString('hex'));
  });

  it('unwraps with the master key that wrapped, and wraps the keys of new tenants with the newest', async () => {
    const made = await ringOf().keysFor(TENANT, ['psn_a']);
    const rotated = ringOf({ masterKeys: parseMasterKeys(`${newKey}\n${oldKey}`) });
    expect(await rotated.keysFor(TENANT, ['psn_a'])).toEqual(made);
    await rotated.namingKey('tnt_01kakq0000e0080000000000b2');
    const { rows } = await postgres.query('SELECT master_key_id FROM keys.tenant_key ORDER BY tenant_id', database);
    expect(rows).toEqual([{ master_key_id: 'old' }, { master_key_id: 'new' }]);
  });

  it('names the master key that is missing, and goes on with the tenants that do not need it', async () => {
    await ringOf().namingKey(TENANT);
    const ring = ringOf({ masterKeys: parseMasterKeys(newKey) });
    const [missing, other] = await Promise.allSettled([
      ring.keysFor(TENANT, ['psn_a']),
      ring.keysFor('tnt_01kakq0000e0080000000000b2', ['psn_a']),
    ]);
    expect(missing).toMatchObject({ status: 'rejected', reason: new UnknownMasterKeyError('old') });
    expect(other).toMatchObject({ status: 'fulfilled' });
  });

  it.each([
    `UPDATE keys.subject_key SET wrapped_key = set_byte(wrapped_key, 20, get_byte(wrapped_key, 20) # 1)`,
    `UPDATE keys.subject_key SET subject = 'psn_b'`,
    `UPDATE keys.subject_key a SET wrapped_key = (SELECT wrapped_key FROM keys.subject_key WHERE subject = 'psn_other')`,
  ])('refuses a key that was changed in the database: %s', async (tampering) => {
    const made = await ringOf().keysFor(TENANT, ['psn_a', 'psn_other']);
    await postgres.query(`${tampering} WHERE subject = 'psn_a'`, database);
    await expect(ringOf().find(TENANT, [made.get('psn_a')!.keyId])).rejects.toThrow(BrokenKeyError);
  });

  it('reads with a key that another process erased for 60 seconds at most', async () => {
    let now = 0;
    const reader = ringOf({ now: () => now });
    const { keyId } = (await reader.keysFor(TENANT, ['psn_a'])).get('psn_a')!;
    await ringOf().erase(TENANT, 'psn_a');
    now = 59_999;
    expect((await reader.find(TENANT, [keyId])).size).toBe(1);
    now = 60_000;
    expect((await reader.find(TENANT, [keyId])).size).toBe(0);
    expect((await reader.keysFor(TENANT, ['psn_a'])).get('psn_a')!.keyId).not.toBe(keyId);
  });

  it('survives the loss of its connections and a restart of the database', async () => {
    const ring = ringOf();
    const made = await ring.keysFor(TENANT, ['psn_a']);
    await postgres.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'eraser'`);
    expect((await ring.keysFor(TENANT, ['psn_b'])).size).toBe(1);
    await postgres.restart();
    expect((await ringOf().keysFor(TENANT, ['psn_a'])).get('psn_a')).toEqual(made.get('psn_a'));
    expect((await ring.keysFor(TENANT, ['psn_c'])).size).toBe(1);
  });

  it('says so when its database cannot be reached', async () => {
    const ring = ringOf({ url: 'postgres://nobody@127.0.0.1:1/keys' });
    await expect(ring.keysFor(TENANT, ['psn_a'])).rejects.toThrow(UnavailableError);
    await expect(ring.find(TENANT, ['00000000-0000-4000-8000-000000000000'])).rejects.toThrow(UnavailableError);
    await expect(ring.namingKey(TENANT)).rejects.toThrow(UnavailableError);
  });

  it('asks together what is asked at the same time', async () => {
    const ring = ringOf();
    await ring.namingKey(TENANT);
    const before = await calls();
    await Promise.all(Array.from({ length: 200 }, (_, n) => ring.keysFor(TENANT, [`psn_${n}`])));
    expect((await calls()) - before).toBeLessThanOrEqual(2);
  });

  /** How often keys were inserted: each call that inserts is one transaction of that table's. */
  async function calls(): Promise<number> {
    const { rows } = await postgres.query(
      'SELECT count(DISTINCT xmin::text)::int AS calls FROM keys.subject_key',
      database,
    );
    return (rows[0] as { calls: number }).calls;
  }
});
