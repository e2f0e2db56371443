/** The text that should hold the master keys does not; its message names the entries, never what they hold. */
export class MalformedMasterKeysError extends Error {
  readonly code = 'MALFORMED_MASTER_KEYS';
  override readonly name = 'MalformedMasterKeysError';
}

/** A tenant's key is wrapped by a master key that was not given to this program. */
export class UnknownMasterKeyError extends Error {
  readonly code = 'UNKNOWN_MASTER_KEY';
  override readonly name = 'UnknownMasterKeyError';

  constructor(readonly masterKeyId: string) {
    super(`The master key "${masterKeyId}" is needed and was not given.`);
  }
}

/** A wrapped key was changed, or is not wrapped by the key that should have wrapped it. */
export class BrokenKeyError extends Error {
  readonly code = 'BROKEN_KEY';
  override readonly name = 'BrokenKeyError';
}

/** The role of this connection may not do that with keys. */
export class ForbiddenKeyUseError extends Error {
  readonly code = 'FORBIDDEN_KEY_USE';
  override readonly name = 'ForbiddenKeyUseError';
}
