import type { PersonId, TeamId, TenantId } from '@ledgerdesk/kernel';
import type { Desk } from '../domain/desk.ts';

/** What this service has heard of teams and persons. */
export interface DeskDirectory {
  /** All that is known of those named. One that was registered a moment ago is waited for. */
  lookUp(tenant: TenantId, named: Named): Promise<Desk>;
}

/** The teams and persons that a command names. */
export interface Named {
  readonly teams: readonly TeamId[];
  readonly persons: readonly PersonId[];
}
