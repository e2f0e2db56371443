/** A view cannot be rebuilt as things stand; the message says why, and what to do. */
export class RebuildRefusedError extends Error {
  override readonly name = 'RebuildRefusedError';
}
