import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What operators did about parked keys: a table that only grows. What was skipped stands in it whole. */
export class ParkedActs1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE parked_act (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        by_whom text NOT NULL,
        act text NOT NULL CHECK (act IN ('retry', 'skip')),
        consumer text NOT NULL,
        key text NOT NULL,
        reason text,
        error text NOT NULL,
        skipped text,
        CHECK ((act = 'skip') = (reason IS NOT NULL AND skipped IS NOT NULL))
      )`);
    await runner.query(`
      CREATE FUNCTION refuse_to_change_parked_act() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'what was done about parked keys is kept as it is' USING ERRCODE = 'restrict_violation';
      END $$`);
    await runner.query(`
      CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON parked_act
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_parked_act()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parked_act');
    await runner.query('DROP FUNCTION refuse_to_change_parked_act');
  }
}
