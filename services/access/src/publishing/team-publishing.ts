import type { access } from '@ledgerdesk/contracts';
import type { Publishing } from '@ledgerdesk/messaging';
import type { TeamEvent } from '../domain/team.ts';

/** What the world hears of a team. */
export const teamPublishing: Publishing<TeamEvent, access.TeamEvent> = {
  TeamCreated: ({ key, name }) => ({ message: { $case: 'teamCreated', value: { key, name } } }),
  TeamJoined: ({ personId }) => ({ message: { $case: 'teamJoined', value: { personId } } }),
  TeamLeft: ({ personId }) => ({ message: { $case: 'teamLeft', value: { personId } } }),
};
