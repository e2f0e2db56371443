import type { FeedEvent } from '@ledgerdesk/messaging';
import type { LoginRow } from './login.table.ts';

export const keys = ({ message: { message } }: FeedEvent<'person'>): readonly string[] =>
  message?.$case === 'loginLinked' ? [message.value.loginName] : [];

export const project = (_: Partial<LoginRow>, { subject }: FeedEvent<'person'>): Partial<LoginRow> => ({
  personId: subject,
});
