import type { TenantId } from '@ledgerdesk/kernel';

/** The numbers by which people name tickets. */
export interface TicketNumbers {
  /**
   * The tenant's next number (`LD-12345`): above every number that was given out before, never given out again unless it
   * is given back. @throws UnavailableError
   */
  next(tenant: TenantId): Promise<string>;

  /** No ticket has this number nor will have it: it is the next one again, or stays a gap where others were given out since. */
  giveBack(tenant: TenantId, number: string): Promise<void>;
}
