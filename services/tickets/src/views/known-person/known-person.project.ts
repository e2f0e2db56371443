import type { FeedEvent } from '@ledgerdesk/messaging';
import type { KnownPersonRow } from './known-person.table.ts';

/** Only that somebody is a person is kept. */
export const keys = ({ message: { message }, subject }: FeedEvent<'person'>): readonly string[] =>
  message?.$case === 'personRegistered' ? [subject] : [];

export const project = (): Partial<KnownPersonRow> => ({ registered: true });
