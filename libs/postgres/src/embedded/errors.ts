/** Why the embedded PostgreSQL cannot run, with what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code:
      | 'NOT_AVAILABLE'
      | 'NO_ACCOUNT'
      | 'UNREACHABLE_FOLDER'
      | 'FOREIGN_FOLDER'
      | 'IN_USE'
      | 'STILL_ENDING'
      | 'NEWER_VERSION'
      | 'OLDER_VERSION'
      | 'DISK_FULL'
      | 'FAILED',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
