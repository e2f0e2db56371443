import { assertMigrated, migrate, withClient, type SchemaMigrations } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';
import type { MigrationInterface } from 'typeorm';

/** A migration of one statement; TypeORM orders by the number in its name. */
function migration(name: string, statement: string): new () => MigrationInterface {
  return {
    [name]: class implements MigrationInterface {
      readonly name = name;

      async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
        await runner.query(statement);
      }

      async down(): Promise<void> {}
    },
  }[name]!;
}

const First = migration('First1760000000000', 'CREATE TABLE desks (id int)');
const Second = migration('Second1760000000001', 'ALTER TABLE desks ADD COLUMN name text');
const Contract = migration('Third1760000000002', 'ALTER TABLE desks DROP COLUMN id');
const SLOW = 'SELECT pg_sleep(0.3)';

const one: SchemaMigrations = { schema: 'office', migrations: [First], oldestProgram: 1 };
const two: SchemaMigrations = { ...one, migrations: [First, Second] };
const three: SchemaMigrations = { ...one, migrations: [First, Second, Contract], oldestProgram: 2 };

describe('Migrating a schema', () => {
  let postgres: TestPostgres;
  let client: pg.Client;
  let url: string;

  beforeAll(async () => void (postgres = await startPostgres()));
  afterAll(() => postgres.stop());
  let count = 0;
  beforeEach(async () => {
    url = await postgres.createDatabase(`migrated_${(count += 1)}`);
    client = new pg.Client({ connectionString: url });
    await client.connect();
  });
  afterEach(() => client.end());

  async function columns(): Promise<string[]> {
    const { rows } = await client.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'office' AND table_name = 'desks' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  }

  it('applies what is missing, once, in order', async () => {
    await migrate(url, one);
    expect(await columns()).toEqual(['id']);
    await migrate(url, two);
    await migrate(url, two);
    expect(await columns()).toEqual(['id', 'name']);
    await expect(assertMigrated(client, two)).resolves.toBeUndefined();
  });

  it('is done once when several jobs run together: they take turns', async () => {
    const slowly = { ...two, migrations: [First, migration('Slow1760000000001', SLOW), Second] };
    await Promise.all([migrate(url, slowly), migrate(url, slowly), migrate(url, slowly)]);
    expect(await columns()).toEqual(['id', 'name']);
    await expect(assertMigrated(client, slowly)).resolves.toBeUndefined();
  });

  it('ends at the newer release when a job of the older one runs beside it', async () => {
    const outcomes = await Promise.allSettled([migrate(url, one), migrate(url, three), migrate(url, two)]);
    // The oldest is refused where it comes last, and serves for nothing where it comes first.
    expect(outcomes.slice(1).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await columns()).toEqual(['name']);
    await expect(assertMigrated(client, three)).resolves.toBeUndefined();
  });

  it('waits for the other job however short a wait the role has for ordinary work', async () => {
    const slowly = { ...one, migrations: [First, migration('Slow1760000000001', SLOW)] };
    await postgres.query(`CREATE ROLE hurried LOGIN PASSWORD 'x'; ALTER ROLE hurried SET lock_timeout = '20ms'`);
    await client.query('CREATE SCHEMA office AUTHORIZATION hurried');
    const hurried = postgres.urlOf(`migrated_${count}`, 'hurried', 'x');
    await Promise.all([migrate(hurried, slowly), migrate(hurried, slowly)]);
    await expect(assertMigrated(client, slowly)).resolves.toBeUndefined();
  });

  it('is possible for a role that owns its schema and nothing else', async () => {
    await postgres.query(`CREATE ROLE tenant_of_office LOGIN PASSWORD 'x'`);
    await client.query('CREATE SCHEMA office AUTHORIZATION tenant_of_office');
    const own = postgres.urlOf(`migrated_${count}`, 'tenant_of_office', 'x');
    await migrate(own, two);
    await withClient(own, (session) => assertMigrated(session, two));
    await expect(migrate(own, { ...two, schema: 'cellar' })).rejects.toMatchObject({ code: '42501' });
  });

  it('leaves a schema beside it alone', async () => {
    await migrate(url, { ...two, schema: 'cellar' });
    await migrate(url, one);
    await expect(assertMigrated(client, two)).rejects.toMatchObject({ code: 'SCHEMA_TOO_OLD' });
    await expect(assertMigrated(client, { ...two, schema: 'cellar' })).resolves.toBeUndefined();
  });

  it('is refused where the same release was told otherwise, or was never released', async () => {
    await migrate(url, two);
    const otherwise = migration('First1760000000000', 'CREATE TABLE desks (id bigint)');
    const foreign = { code: 'SCHEMA_FOREIGN', message: expect.stringContaining('not made by release 2') };
    await expect(migrate(url, { ...three, migrations: [otherwise, Second, Contract] })).rejects.toMatchObject(foreign);
    expect(await columns()).toEqual(['id', 'name']);
    await migrate(url, two);
    await client.query('ALTER TABLE office.schema_release DROP COLUMN digest');
    await expect(assertMigrated(client, two)).rejects.toMatchObject(foreign);
  });

  it('is asked for, by name, by a program that is newer than the schema', async () => {
    await expect(assertMigrated(client, one)).rejects.toMatchObject({ code: 'SCHEMA_TOO_OLD' });
    await migrate(url, one);
    await expect(assertMigrated(client, two)).rejects.toMatchObject({
      code: 'SCHEMA_TOO_OLD',
      message: expect.stringMatching(/"office".* release 1.* release 2.*ledgerdesk migrate/),
    });
  });

  it('that only expands still serves the release before, and keeps its own when that one migrates again', async () => {
    await migrate(url, two);
    await migrate(url, one);
    await expect(assertMigrated(client, one)).resolves.toBeUndefined();
    await expect(assertMigrated(client, two)).resolves.toBeUndefined();
  });

  it('that contracts refuses the program that it no longer serves, and that program changes nothing', async () => {
    await migrate(url, two);
    await migrate(url, three);
    await expect(assertMigrated(client, two)).resolves.toBeUndefined();
    for (const refused of [assertMigrated(client, one), migrate(url, one)]) {
      await expect(refused).rejects.toMatchObject({
        code: 'SCHEMA_TOO_NEW',
        message: expect.stringMatching(/"office".* release 3.* release 2 .*newer Ledgerdesk/),
      });
    }
    await migrate(url, two);
    await expect(assertMigrated(client, one)).rejects.toMatchObject({ code: 'SCHEMA_TOO_NEW' });
    expect(await columns()).toEqual(['name']);
  });

  it('that fails leaves nothing of itself behind, and what came before it stays', async () => {
    const wrong = migration('Wrong1760000000001', 'CREATE TABLE office.half (id int); SELECT 1 / 0');
    await expect(migrate(url, { ...one, migrations: [First, wrong] })).rejects.toMatchObject({ code: '22012' });
    expect((await client.query(`SELECT to_regclass('office.half') AS half`)).rows).toEqual([{ half: null }]);
    await expect(assertMigrated(client, { ...one, migrations: [First, wrong] })).rejects.toMatchObject({
      code: 'SCHEMA_TOO_OLD',
    });
    await migrate(url, two);
    expect(await columns()).toEqual(['id', 'name']);
  });

  it('whose job dies in the middle is done by the next one', async () => {
    const slowly = { ...one, migrations: [First, migration('Slow1760000000001', 'SELECT pg_sleep(60)')] };
    const dying = expect(migrate(url, slowly)).rejects.toThrow();
    const asleep = `SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`;
    while (!(await client.query(asleep)).rowCount);
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await dying;
    await migrate(url, two);
    expect(await columns()).toEqual(['id', 'name']);
  });
});
