export { startPostgres, TestPostgres } from './postgres/start-postgres.ts';
export type { TestPostgresOptions } from './postgres/start-postgres.ts';
