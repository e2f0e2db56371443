/** Another process has taken the lead since: what this one does now would be done twice. */
export class LeaseLostError extends Error {
  readonly code = 'LEASE_LOST';
  override readonly name = 'LeaseLostError';

  constructor(relay: string) {
    super(`Another process leads the relay "${relay}" now.`);
  }
}
