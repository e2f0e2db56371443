/** The store did not take the append in time; nothing was stored, and sending it again is safe. */
export class BusyError extends Error {
  readonly code = 'BUSY';
  override readonly name = 'BusyError';
}

/** The store cannot be reached; whether the append was stored is not known, and sending it again is safe. */
export class UnavailableError extends Error {
  readonly code = 'UNAVAILABLE';
  override readonly name: string = 'UnavailableError';
}

/** The store has no room left; nothing was stored, and sending it again is of no use before somebody has made room. */
export class DiskFullError extends UnavailableError {
  override readonly name = 'DiskFullError';
}

/** The cursor is of another epoch, or ahead of the ledger: a backup was restored. The reader's state must be rebuilt. */
export class ForeignEpochError extends Error {
  readonly code = 'FOREIGN_EPOCH';
  override readonly name = 'ForeignEpochError';
}

/** The text is not a cursor. */
export class MalformedCursorError extends Error {
  readonly code = 'MALFORMED_CURSOR';
  override readonly name = 'MalformedCursorError';
}

/** An event, or an append, is larger than the store takes. */
export class TooLargeError extends Error {
  readonly code = 'TOO_LARGE';
  override readonly name = 'TooLargeError';
}

/** The role of this connection has no right on that category. */
export class ForbiddenCategoryError extends Error {
  readonly code = 'FORBIDDEN_CATEGORY';
  override readonly name = 'ForbiddenCategoryError';
}

/** The append breaks the rules of the port (a name, an id, another tenant's event): a fault of the calling program. */
export class InvalidAppendError extends Error {
  readonly code = 'INVALID_APPEND';
  override readonly name = 'InvalidAppendError';
}
