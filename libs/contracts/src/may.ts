import type { Permission, TicketAct } from './permissions.ts';

/** How somebody stands to a ticket. */
export interface Standing {
  /** The person is its requester. */
  readonly own: boolean;
  /** The ticket is with one of the person's teams. */
  readonly team: boolean;
}

/** Whether these permissions allow this act on a ticket to which the person stands like that. */
export const mayOnTicket = (permissions: readonly Permission[], act: TicketAct, standing: Standing): boolean =>
  permissions.includes(`ticket.${act}`) ||
  (standing.own && permissions.includes(`ticket.${act}:own`)) ||
  (standing.team && permissions.includes(`ticket.${act}:team`));
