/** A newer program keeps what this consumer kept, and has taken it away: nothing here will ever be taken again. */
export class SupersededConsumerError extends Error {
  readonly code = 'SUPERSEDED_CONSUMER';
  override readonly name = 'SupersededConsumerError';
}

/** Somebody else moved the checkpoint: two processes believe that they are this consumer. */
export class SecondOwnerError extends Error {
  readonly code = 'SECOND_OWNER';
  override readonly name = 'SecondOwnerError';

  constructor({ consumer, source }: { readonly consumer: string; readonly source: string }) {
    super(`Another process moved the checkpoint of "${consumer}" in ${source}.`);
  }
}
