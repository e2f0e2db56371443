import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who relays, until when, and how far the ledger is relayed. */
export class RelayState1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE relay (
        name text PRIMARY KEY,
        holder text NOT NULL,
        term bigint NOT NULL,
        held_until timestamptz NOT NULL,
        epoch text,
        position bigint,
        CHECK ((epoch IS NULL) = (position IS NULL))
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE relay');
  }
}
