import type { FeedEvent } from '@ledgerdesk/messaging';
import type { TeamRow } from './team.table.ts';

export const keys = ({ message: { message }, subject }: FeedEvent<'team'>): readonly string[] =>
  message?.$case === 'teamCreated' ? [subject] : [];

export function project(_: Partial<TeamRow>, { message: { message } }: FeedEvent<'team'>): Partial<TeamRow> {
  switch (message?.$case) {
    case 'teamCreated':
      return { key: message.value.key, name: message.value.name };
    case 'teamJoined':
    case 'teamLeft':
    case 'bareNotice':
    case undefined:
      return {};
  }
}
