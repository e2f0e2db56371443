import type { PersonId, TeamId, TenantId } from '@ledgerdesk/kernel';
import type { Desk } from '../domain/desk.ts';

/** What this service has heard of teams and persons. */
export interface DeskDirectory {
  /** All that is known of those named. What was told to the desk a moment ago is waited for. */
  lookUp(tenant: TenantId, named: Named): Promise<Desk>;
}

/** The teams and persons that a command names. */
export interface Named {
  readonly teams: readonly TeamId[];
  readonly persons: readonly PersonId[];
  /** Those of the persons who are to be members of one of the teams. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly teamId: TeamId;
  readonly personId: PersonId;
}
