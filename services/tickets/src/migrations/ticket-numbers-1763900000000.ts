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
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ticket_number, ticket_number_checkpoint');
  }
}
