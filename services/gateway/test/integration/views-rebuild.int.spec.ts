import { viewRebuildConformance } from '@ledgerdesk/testing';
import { loginView } from '../../src/views/login/login.view.ts';
import { personView } from '../../src/views/person/person.view.ts';
import { teamMemberView } from '../../src/views/team-member/team-member.view.ts';
import { teamView } from '../../src/views/team/team.view.ts';
import { tenantView } from '../../src/views/tenant/tenant.view.ts';
import { ticketBoard } from '../../src/views/ticket-board/ticket-board.view.ts';
import { ticketTimeline } from '../../src/views/ticket-timeline/ticket-timeline.view.ts';
import { peopleHistory, ticketHistory } from '../support/histories.ts';

viewRebuildConformance(ticketBoard, ticketHistory);
viewRebuildConformance(ticketTimeline, ticketHistory);
viewRebuildConformance(personView, peopleHistory);
viewRebuildConformance(loginView, peopleHistory);
viewRebuildConformance(teamView, peopleHistory);
viewRebuildConformance(teamMemberView, peopleHistory);
viewRebuildConformance(tenantView, peopleHistory);
