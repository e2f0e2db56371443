import type { FeedEvent } from '@ledgerdesk/messaging';

/** A person that this service has heard of. */
export interface KnownPersonRow {
  readonly tenantId: string;
  readonly id: string;
  readonly registered: boolean;
}

/** Only that somebody is a person is kept. */
export const keys = ({ message: { message }, subject }: FeedEvent<'person'>): readonly string[] =>
  message?.$case === 'personRegistered' ? [subject] : [];

export const project = (): Partial<KnownPersonRow> => ({ registered: true });
