import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each consumer passed over because a newer program said it: how often, and the first and the last of it. */
export class PassedOver1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE passed_over (
        consumer text NOT NULL,
        topic text NOT NULL,
        type text NOT NULL,
        unknown text NOT NULL CHECK (unknown IN ('type', 'content')),
        count bigint NOT NULL,
        first_tenant text NOT NULL,
        first_subject text NOT NULL,
        first_sequence bigint NOT NULL,
        first_position bigint NOT NULL,
        first_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        last_tenant text NOT NULL,
        last_subject text NOT NULL,
        last_sequence bigint NOT NULL,
        last_position bigint NOT NULL,
        last_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (consumer, topic, type, unknown)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE passed_over');
  }
}
