import type { MessageId } from '@ledgerdesk/kernel';

/** The ids of a ticket's messages, the newest first: a list that grows by one without being copied. */
export interface Messages {
  readonly id: MessageId;
  readonly earlier: Messages | null;
}

export function hasMessage(messages: Messages, id: MessageId): boolean {
  for (let message: Messages | null = messages; message; message = message.earlier) {
    if (message.id === id) return true;
  }
  return false;
}
