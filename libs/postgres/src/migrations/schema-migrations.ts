import type { MigrationInterface } from 'typeorm';

/** The migrations of one database schema. Expand first, contract a release later: release N's schema serves N−1. */
export interface SchemaMigrations {
  /** The PostgreSQL schema that the migrations fill; it is made before the first of them, and first in their search path. */
  readonly schema: string;
  /** In order; classes named `<Name><epoch milliseconds>`, as TypeORM wants. Their count is the program's release of this schema. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** The oldest release of the program that may still run on this schema. */
  readonly oldestProgram: number;
}

/** The database and the program do not fit: one of them must be brought up to date. */
export class SchemaReleaseError extends Error {
  override readonly name = 'SchemaReleaseError';

  constructor(
    readonly code: 'SCHEMA_TOO_NEW' | 'SCHEMA_TOO_OLD' | 'SCHEMA_FOREIGN',
    message: string,
  ) {
    super(message);
  }
}
