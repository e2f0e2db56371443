import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The aggregates that a consumer could not go on with, and their events that wait, in order. */
export class ParkedKeys1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE parked_key (
        consumer text NOT NULL,
        key text NOT NULL,
        waiting integer NOT NULL CHECK (waiting >= 0),
        attempts integer NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL,
        error text NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (consumer, key)
      )`);
    await runner.query(`
      CREATE TABLE parked_event (
        consumer text NOT NULL,
        key text NOT NULL,
        position bigint NOT NULL,
        event text NOT NULL,
        PRIMARY KEY (consumer, key, position)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parked_key, parked_event');
  }
}
