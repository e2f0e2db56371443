import type { View } from '@ledgerdesk/read-models';
import { loginView } from './views/login/login.view.ts';
import { personView } from './views/person/person.view.ts';
import { teamMemberView } from './views/team-member/team-member.view.ts';
import { teamView } from './views/team/team.view.ts';
import { tenantView } from './views/tenant/tenant.view.ts';
import { ticketBoard } from './views/ticket-board/ticket-board.view.ts';
import { ticketTimeline } from './views/ticket-timeline/ticket-timeline.view.ts';

/** All that the gateway keeps ready. */
export const gatewayViews: readonly View[] = [
  ticketBoard,
  ticketTimeline,
  personView,
  loginView,
  teamView,
  teamMemberView,
  tenantView,
];
