import { cursorOf, type KeyRing } from '@ledgerdesk/event-store';
import { ServiceViews, viewTableOf, type View } from '@ledgerdesk/read-models';
import { consumerMigrations } from '@ledgerdesk/messaging';
import { statementsOf, withBorrowed } from '@ledgerdesk/postgres';
import pg from 'pg';
import { startPostgres, type TestPostgres, type TestPostgresOptions } from '../postgres/start-postgres.ts';

const ROLE = 'reader';

export interface ViewDatabaseOptions extends TestPostgresOptions {
  readonly connections?: number;
}

/** The read database of a spec's service, as the service's own role sees it. */
export class ViewDatabase {
  /** Where the ledger ends, as its views are told. */
  head = 0n;

  private constructor(
    readonly postgres: TestPostgres,
    /** Made as a service's pool is. */
    readonly pool: pg.Pool,
  ) {}

  static async start({ connections = 4, ...server }: ViewDatabaseOptions = {}): Promise<ViewDatabase> {
    const postgres = await startPostgres(server);
    await postgres.createDatabase('read');
    // Not the superuser, whom row-level security does not bind.
    await postgres.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${ROLE}'`);
    const connectionString = postgres.urlOf('read', ROLE, ROLE);
    const pool = new pg.Pool({ connectionString, max: connections, pipeline: true });
    // Whoever stops the server ends connections that are still on their way out.
    pool.on('error', () => undefined);
    const database = new ViewDatabase(postgres, pool);
    await database.beginAnew();
    return database;
  }

  /** From now on there is nothing in it but what migrations make. */
  async beginAnew(): Promise<void> {
    await this.postgres.query(`DROP SCHEMA IF EXISTS ${ROLE} CASCADE`, 'read');
    await this.postgres.query(`CREATE SCHEMA ${ROLE} AUTHORIZATION ${ROLE}`, 'read');
    for (const migration of consumerMigrations) {
      for (const statement of await statementsOf(migration)) await this.pool.query(statement);
    }
  }

  /** Views of a service on this database, prepared; the ledger is empty unless a spec says otherwise. */
  async views(views: readonly View[], keyRing: Pick<KeyRing, 'find'>): Promise<ServiceViews> {
    const made = new ServiceViews({
      service: 'spec',
      views,
      database: this.pool,
      keyRing,
      eventStore: { head: () => Promise.resolve(cursorOf({ epoch: 'history', position: this.head })) },
      logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
    });
    await made.prepare();
    return made;
  }

  /** All rows of a view's version, as a fold wrote them, in the order of tenant and id; what is null is absent. */
  async rowsOf(view: View): Promise<readonly object[]> {
    const { table, key, groups } = viewTableOf(view);
    const columns = [key.tenant, key.id, ...groups.flatMap((group) => group.columns)];
    const selected = columns.map(({ name, select }) => select(name)).join(', ');
    const { rows } = await this.everything<(string | null)[]>(
      `SELECT ${selected} FROM ${table} ORDER BY ${key.tenant.name}, ${key.id.name}`,
    );
    return rows.map((texts) =>
      Object.fromEntries(
        columns.flatMap(({ property, read }, index) => {
          const text = texts[index];
          return text === null || text === undefined ? [] : [[property, read(text)]];
        }),
      ),
    );
  }

  /** From now on a transaction of a view fails at its commit, as often as it is told to. */
  async prepareCrashes(): Promise<void> {
    await this.pool.query(`
      CREATE TABLE crash (due boolean NOT NULL);
      INSERT INTO crash VALUES (false);
      CREATE FUNCTION crash_when_due() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT due FROM crash) THEN RAISE EXCEPTION 'crashed as asked'; END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER crash AFTER INSERT OR UPDATE ON view_checkpoint DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION crash_when_due()`);
  }

  async whileCrashing(work: () => Promise<void>): Promise<void> {
    await this.pool.query('UPDATE crash SET due = true');
    try {
      await work();
    } finally {
      await this.pool.query('UPDATE crash SET due = false');
    }
  }

  async stop(): Promise<void> {
    await this.pool.end();
    await this.postgres.stop();
  }

  private async everything<Row extends unknown[]>(text: string): Promise<pg.QueryArrayResult<Row>> {
    return withBorrowed(this.pool, async (client) => {
      await client.query(`BEGIN; SET LOCAL ledgerdesk.tenant = '*'`);
      const answer = await client.query<Row>({
        text,
        rowMode: 'array',
        types: { getTypeParser: () => (each: string) => each },
      });
      await client.query('COMMIT');
      return answer;
    });
  }
}
