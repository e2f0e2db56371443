import type { PersonId, TeamId } from '@ledgerdesk/kernel';

/** What is known of the teams and persons that a command names: those that are absent are not known. */
export interface Desk {
  readonly teams: ReadonlySet<TeamId>;
  /** The teams that each person is in. */
  readonly persons: ReadonlyMap<PersonId, ReadonlySet<TeamId>>;
}

export const nobody: Desk = { teams: new Set(), persons: new Map() };
