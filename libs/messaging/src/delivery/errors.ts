/** A consumer's checkpoint is of another ledger than this one: a backup was restored. */
export class ForeignCheckpointError extends Error {
  readonly code = 'FOREIGN_CHECKPOINT';
  override readonly name = 'ForeignCheckpointError';
}
