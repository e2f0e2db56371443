import { mayOnTicket, type TicketAct } from '@ledgerdesk/contracts';
import type { BoardTicket } from '../views/ticket-board/ticket-board.query.ts';
import type { Visibility } from '../views/ticket-board/visibility.query.ts';
import type { Viewer } from './viewer.ts';

type Asking = Pick<Viewer, 'identity' | 'personId'>;

/** On which tickets the viewer may act like that: the rule of `mayOnTicket`, as a search understands it. */
export function visibilityOf({ identity, personId }: Asking, act: TicketAct): Visibility {
  const { permissions, teams } = identity;
  const may = (own: boolean, team: boolean) => mayOnTicket(permissions, act, { own, team });
  if (may(false, false)) return { all: true };
  return { all: false, requesterId: may(true, false) ? personId : null, teamIds: may(false, true) ? teams : [] };
}

/** Whether the viewer may act like that on this ticket. */
export const mayOn = (
  { identity, personId }: Asking,
  act: TicketAct,
  { requesterId, teamId }: Pick<BoardTicket, 'requesterId' | 'teamId'>,
): boolean =>
  mayOnTicket(identity.permissions, act, {
    own: requesterId === personId,
    team: teamId !== null && identity.teams.includes(teamId),
  });
