import type { Permission, Standing } from '@ledgerdesk/contracts';
import type { TeamId } from '@ledgerdesk/kernel';
import type { OpenedTicket } from './ticket.ts';

/** Who wishes it, and what the identity token says they may do. */
export interface Caller {
  /** The person, or `service:<name>` where nobody is acted for. */
  readonly id: string;
  readonly permissions: readonly Permission[];
  readonly teams: readonly TeamId[];
}

/** How the caller stands to a ticket. */
export const standingTo = (ticket: OpenedTicket, { id, teams }: Caller): Standing => ({
  own: ticket.requesterId === id,
  team: ticket.teamId !== null && teams.includes(ticket.teamId),
});
