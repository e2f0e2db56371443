/** Somebody asked for what there is not, or did not say enough. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
