import type { FeedEvent } from '@ledgerdesk/messaging';
import type { DeskRow } from './desk.table.ts';

export const keys = ({ message: { message } }: FeedEvent<'tenant'>): readonly string[] =>
  message?.$case === 'tenantRegistered' ? [message.value.key] : [];

export function project(
  row: Partial<DeskRow>,
  { message: { message }, subject }: FeedEvent<'tenant'>,
): Partial<DeskRow> {
  switch (message?.$case) {
    case 'tenantRegistered':
      return { ownerId: subject, name: message.value.name };
    case 'bareNotice':
    case undefined:
      return row;
  }
}
