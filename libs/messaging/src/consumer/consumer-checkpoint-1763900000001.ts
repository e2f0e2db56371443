import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each of a service's reactions stands in each source of the feed. */
export class ConsumerCheckpoint1763900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consumer_checkpoint (
        consumer text NOT NULL,
        source text NOT NULL,
        epoch text NOT NULL,
        position bigint NOT NULL,
        moved_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, source)
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE consumer_checkpoint');
  }
}
