/** Somebody else moved the checkpoint: two processes believe that they are this consumer. */
export class SecondOwnerError extends Error {
  readonly code = 'SECOND_OWNER';
  override readonly name = 'SecondOwnerError';

  constructor({ consumer, source }: { readonly consumer: string; readonly source: string }) {
    super(`Another process moved the checkpoint of "${consumer}" in ${source}.`);
  }
}
