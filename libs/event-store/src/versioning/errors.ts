/** An event of a type that this program does not know: it must not fold a stream whose facts it cannot read. */
export class UnknownEventTypeError extends Error {
  readonly code = 'UNKNOWN_EVENT_TYPE';
  override readonly name = 'UnknownEventTypeError';
}

/** An event of a version that this program does not know: a newer release wrote it. */
export class NewerSchemaVersionError extends Error {
  readonly code = 'NEWER_SCHEMA_VERSION';
  override readonly name = 'NewerSchemaVersionError';
}

/** An event that would not come back from the ledger as it went in: not JSON, or text that UTF-8 cannot hold. */
export class UnwritableEventError extends Error {
  readonly code = 'UNWRITABLE_EVENT';
  override readonly name = 'UnwritableEventError';

  constructor(
    /** Where in the event. */
    readonly path: readonly string[],
    reason: string,
  ) {
    super(`${path.join('.')}: ${reason}`);
  }
}
