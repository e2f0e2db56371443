import type { FeedEvent } from '@ledgerdesk/messaging';
import type { TenantRow } from './tenant.table.ts';

export const keys = ({ message: { message }, subject }: FeedEvent<'tenant'>): readonly string[] =>
  message?.$case === 'tenantRegistered' ? [subject] : [];

export function project(_: Partial<TenantRow>, { message: { message } }: FeedEvent<'tenant'>): Partial<TenantRow> {
  switch (message?.$case) {
    case 'tenantRegistered':
      return { key: message.value.key, name: message.value.name };
    case 'bareNotice':
    case undefined:
      return {};
  }
}
