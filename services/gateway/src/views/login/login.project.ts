import type { FeedEvent } from '@ledgerdesk/messaging';
import type { LoginRow } from './login.table.ts';

/** A login as its identity provider names it. */
export interface LoginName {
  readonly issuer: string;
  readonly subject: string;
}

/** Issuer and subject in one, so that no two logins share it: the row's id. */
export const loginId = ({ issuer, subject }: LoginName): string => JSON.stringify([issuer, subject]);

export const keys = ({ message: { message } }: FeedEvent<'person'>): readonly string[] =>
  message?.$case === 'loginLinked' ? [loginId(message.value)] : [];

export const project = (_: Partial<LoginRow>, { subject }: FeedEvent<'person'>): Partial<LoginRow> => ({
  personId: subject,
});
