import { createHash } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import type { SchemaMigrations } from './schema-migrations.ts';

type Migration = SchemaMigrations['migrations'][number];

/** What a migration says to a database, without one. */
export async function statementsOf(Migration: Migration): Promise<readonly string[]> {
  const statements: string[] = [];
  const runner = { query: (text: string) => Promise.resolve(void statements.push(text)) };
  await new Migration().up(runner as unknown as QueryRunner);
  return statements;
}

/** What the first so many migrations make of a schema, as a hash: two programs of one release make the same. */
export async function digestOf({ migrations }: SchemaMigrations, release: number): Promise<string> {
  const hash = createHash('sha256');
  for (const each of inOrder(migrations).slice(0, release)) {
    for (const statement of await statementsOf(each)) hash.update(`${statement}\0`);
  }
  return hash.digest('hex').slice(0, 32);
}

/** As TypeORM runs them: by the time in their names. */
const inOrder = (migrations: readonly Migration[]): readonly Migration[] =>
  migrations.toSorted((a, b) => timeOf(a) - timeOf(b));

const timeOf = ({ name }: Migration): number => Number(/\d+$/.exec(name)?.[0]);
