/** The sealed value was changed, or does not belong to this event: its bytes are not what was sealed. */
export class BrokenSealError extends Error {
  readonly code = 'BROKEN_SEAL';
  override readonly name = 'BrokenSealError';

  constructor(readonly eventId: string) {
    super(`The sealed value of event ${eventId} was changed, or is of another event, version or subject.`);
  }
}

/** The value was sealed in a way that this program does not know: a newer one wrote it. */
export class UnknownSealFormatError extends Error {
  readonly code = 'UNKNOWN_SEAL_FORMAT';
  override readonly name = 'UnknownSealFormatError';

  constructor(eventId: string, format: number) {
    super(`The sealed value of event ${eventId} is of format ${format}, which this program does not know.`);
  }
}
