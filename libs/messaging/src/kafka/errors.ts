import type { RecordBytes } from '../port/broken-record.ts';

/** A record cannot be read; what there is of it is kept here, for whoever parks or mends it. */
export class BrokenRecordError extends Error {
  readonly code = 'BROKEN_RECORD';
  override readonly name = 'BrokenRecordError';

  constructor(
    reason: string,
    readonly record: RecordBytes,
    options?: ErrorOptions,
  ) {
    super(`A record cannot be read: ${reason}`, options);
  }
}

/** A topic is there, and is not as the feed needs it. */
export class TopicMismatchError extends Error {
  readonly code = 'TOPIC_MISMATCH';
  override readonly name = 'TopicMismatchError';
}

/** A topic holds an event of another epoch than its reader: a backup was restored, and the generation was not changed. */
export class ForeignRecordError extends Error {
  readonly code = 'FOREIGN_RECORD';
  override readonly name = 'ForeignRecordError';

  constructor(topic: string, epoch: string, expected: string) {
    super(
      `The topic ${topic} holds events of the epoch ${epoch}, and the ledger's is ${expected}: read the generation that ` +
        'was filled from this ledger.',
    );
  }
}

/** Whether a broker refused a batch for its size. (Kafka's error 10; kafkajs wraps it or not, as it was tried again or not.) */
export function isTooLarge(error: unknown): boolean {
  const { type, cause } = (error ?? {}) as { readonly type?: unknown; readonly cause?: unknown };
  return type === 'MESSAGE_TOO_LARGE' || (cause !== undefined && isTooLarge(cause));
}
