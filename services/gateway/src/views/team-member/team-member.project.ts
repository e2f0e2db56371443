import type { FeedEvent } from '@ledgerdesk/messaging';
import type { TeamMemberRow } from './team-member.table.ts';

/** A person's place in a team: the row's id. */
export const memberId = (teamId: string, personId: string): string => `${teamId}.${personId}`;

/** The person whose place it is. */
export const personOfMember = (id: string): string => id.slice(id.indexOf('.') + 1);

export function keys({ message: { message }, subject: teamId }: FeedEvent<'team'>): readonly string[] {
  switch (message?.$case) {
    case 'teamJoined':
    case 'teamLeft':
      return [memberId(teamId, message.value.personId)];
    case 'teamCreated':
    case 'bareNotice':
    case undefined:
      return [];
  }
}

export const project = (
  _: Partial<TeamMemberRow>,
  { message: { message }, subject: teamId }: FeedEvent<'team'>,
  id: string,
): Partial<TeamMemberRow> => ({ teamId, personId: personOfMember(id), member: message?.$case === 'teamJoined' });
