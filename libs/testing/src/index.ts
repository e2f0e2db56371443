export { startPostgres, TestPostgres } from './postgres/start-postgres.ts';
export type { TestPostgresOptions } from './postgres/start-postgres.ts';
export { given, happened, SOME_TIME } from './spec/given.ts';
export type { Answered, Decision, Given, HappenedAt } from './spec/given.ts';
