import type { TenantId } from '@ledgerdesk/kernel';

/** The numbers by which people name tickets. */
export interface TicketNumbers {
  /**
   * The tenant's next number (`LD-12345`): above every number that was given out before, never given out again.
   * @throws UnavailableError
   */
  next(tenant: TenantId): Promise<string>;
}
