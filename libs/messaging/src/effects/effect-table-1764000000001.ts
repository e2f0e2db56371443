import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What must happen later or elsewhere, and what of it has happened: a key that was done is never done again. */
export class EffectTable1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE effect (
        effect text NOT NULL,
        key text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'withdrawn', 'parked')),
        due_at timestamptz NOT NULL,
        next_at timestamptz NOT NULL,
        payload text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        claim uuid,
        last_error text,
        settled_at timestamptz,
        PRIMARY KEY (effect, key)
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX effect_waiting ON effect (next_at) WHERE state = 'waiting'`);
    await runner.query(`CREATE INDEX effect_parked ON effect (effect, key) WHERE state = 'parked'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE effect');
  }
}
