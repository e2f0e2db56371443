export { canRead, postgresAccount } from './embedded/account.ts';
export type { Account } from './embedded/account.ts';
export { Cluster, freePort } from './embedded/cluster.ts';
export type { ClusterOptions } from './embedded/cluster.ts';
export { EmbeddedPostgresError } from './embedded/errors.ts';
export { assertMigrated, migrate } from './migrations/migrate.ts';
export { SchemaReleaseError } from './migrations/schema-migrations.ts';
export type { SchemaMigrations } from './migrations/schema-migrations.ts';
