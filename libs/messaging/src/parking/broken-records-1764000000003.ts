import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Records that could not be read, with their bytes: each once, however often it is brought, and beyond its parking. What is
 * parked waits in the order in which it came: a broken record has no position of its own.
 */
export class BrokenRecords1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE broken_record (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        consumer text NOT NULL,
        category text NOT NULL,
        epoch text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        "offset" bigint NOT NULL,
        key bytea,
        value bytea,
        headers text NOT NULL,
        reason text NOT NULL,
        met_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- A topic that was made anew counts its offsets anew.
        digest bytea NOT NULL GENERATED ALWAYS AS (sha256(coalesce(value, ''))) STORED,
        UNIQUE (consumer, topic, partition, "offset", digest)
      )`);
    await runner.query(`
      ALTER TABLE parked_event
        DROP CONSTRAINT parked_event_pkey,
        ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY,
        ADD COLUMN record bigint REFERENCES broken_record,
        ALTER COLUMN position DROP NOT NULL,
        ALTER COLUMN event DROP NOT NULL,
        ADD PRIMARY KEY (consumer, key, id),
        ADD CHECK (num_nonnulls(event, record) = 1)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM parked_event WHERE event IS NULL');
    await runner.query(`
      ALTER TABLE parked_event
        DROP COLUMN id, DROP COLUMN record, ALTER COLUMN event SET NOT NULL, ADD PRIMARY KEY (consumer, key, position)`);
    await runner.query('DROP TABLE broken_record');
  }
}
