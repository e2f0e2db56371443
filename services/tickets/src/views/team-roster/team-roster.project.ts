import type { FeedEvent } from '@ledgerdesk/messaging';
import type { TeamRosterRow } from './team-roster.table.ts';

export const keys = ({ subject }: FeedEvent<'team'>): readonly string[] => [subject];

export function project(
  { members = [] }: Partial<TeamRosterRow>,
  { message: { message } }: FeedEvent<'team'>,
): Partial<TeamRosterRow> {
  switch (message?.$case) {
    case 'teamJoined':
      return { members: [...without(members, message.value.personId), message.value.personId] };
    case 'teamLeft':
      return { members: without(members, message.value.personId) };
    case 'teamCreated':
    case 'bareNotice':
    case undefined:
      return { members };
  }
}

const without = (members: readonly string[], person: string): readonly string[] =>
  members.filter((member) => member !== person);
