import { assertMigrated, migrate, type SchemaMigrations } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class First1760000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE desks (id int)');
  }
  async down(): Promise<void> {}
}

class Second1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE desks ADD COLUMN name text');
  }
  async down(): Promise<void> {}
}

const one: SchemaMigrations = { schema: 'office', migrations: [First1760000000000], oldestProgram: 1 };
const two: SchemaMigrations = { ...one, migrations: [First1760000000000, Second1760000000001] };

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

  it('applies what is missing, once, also when two jobs run together', async () => {
    await Promise.all([migrate(url, two), migrate(url, two)]);
    await client.query(`INSERT INTO office.desks (id, name) VALUES (1, 'by the window')`);
    await expect(assertMigrated(client, two)).resolves.toBeUndefined();
  });

  it('is asked for by a program that is newer than the schema', async () => {
    await migrate(url, one);
    await expect(assertMigrated(client, two)).rejects.toMatchObject({ code: 'SCHEMA_TOO_OLD' });
  });

  it('still serves the release before, and keeps its own when that one migrates again', async () => {
    await migrate(url, two);
    await migrate(url, one);
    await expect(assertMigrated(client, one)).resolves.toBeUndefined();
    await expect(assertMigrated(client, two)).resolves.toBeUndefined();
  });

  it('is refused by a schema that no longer serves the program', async () => {
    await migrate(url, { ...two, oldestProgram: 2 });
    await expect(assertMigrated(client, one)).rejects.toMatchObject({ code: 'SCHEMA_TOO_NEW' });
    await expect(migrate(url, one)).rejects.toMatchObject({ code: 'SCHEMA_TOO_NEW' });
  });
});
