import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last number given out in each tenant, and up to which place of the ledger they are known to be the highest. */
export class TicketNumbers1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ticket_number (
        tenant_id text PRIMARY KEY,
        last_number bigint NOT NULL CHECK (last_number >= 0)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE ticket_number_checkpoint (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        cursor text NOT NULL
      )`);
    // Up to the checkpoint the rows are above the ledger: no longer, where one of them is taken away.
    await runner.query(`
      CREATE FUNCTION forget_ticket_number_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('DELETE FROM %I.ticket_number_checkpoint', TG_TABLE_SCHEMA);
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER forget_checkpoint AFTER DELETE OR TRUNCATE ON ticket_number
      FOR EACH STATEMENT EXECUTE FUNCTION forget_ticket_number_checkpoint()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ticket_number, ticket_number_checkpoint');
    await runner.query('DROP FUNCTION forget_ticket_number_checkpoint');
  }
}
