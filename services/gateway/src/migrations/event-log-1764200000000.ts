import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A row in which a transaction has no business is not there for it. As a query of its own the setting is asked once a scan. */
const setting = `(SELECT current_setting('ledgerdesk.tenant', true))`;
const ofTenant = `tenant_id = ${setting} OR ${setting} = '*'`;

/**
 * Every public event, by where it lies in its partition. `event` is null where this program did not know its type; `late`
 * counts what was stored after readers may have passed its position.
 */
export class EventLog1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_log (
        tenant_id text NOT NULL,
        source text NOT NULL,
        position bigint NOT NULL,
        epoch text NOT NULL,
        id text NOT NULL,
        subject text NOT NULL,
        sequence bigint NOT NULL,
        event text,
        late bigint,
        PRIMARY KEY (tenant_id, source, position)
      )`);
    await runner.query('CREATE UNIQUE INDEX event_log_late ON event_log (tenant_id, late) WHERE late IS NOT NULL');
    await runner.query(`
      CREATE TABLE event_log_ticket (
        tenant_id text NOT NULL,
        id text NOT NULL,
        epoch text NOT NULL,
        sequence bigint NOT NULL,
        requester_id text,
        team_id text,
        PRIMARY KEY (tenant_id, id)
      )`);
    for (const table of ['event_log', 'event_log_ticket']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
      await runner.query(`CREATE POLICY tenant ON ${table} USING (${ofTenant}) WITH CHECK (${ofTenant})`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event_log, event_log_ticket');
  }
}
