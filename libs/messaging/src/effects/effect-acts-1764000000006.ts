import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What operators did about effects: a table that only grows. */
export class EffectActs1764000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE effect_act (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        by_whom text NOT NULL,
        act text NOT NULL CHECK (act IN ('retry', 'skip')),
        effect text NOT NULL,
        key text NOT NULL,
        reason text,
        error text,
        CHECK ((act = 'skip') = (reason IS NOT NULL))
      )`);
    await runner.query(`
      CREATE FUNCTION refuse_to_change_effect_act() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'what was done about effects is kept as it is' USING ERRCODE = 'restrict_violation';
      END $$`);
    await runner.query(`
      CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON effect_act
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_effect_act()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE effect_act');
    await runner.query('DROP FUNCTION refuse_to_change_effect_act');
  }
}
