import { accept, personal, reject, type MessageId, type Outcome } from '@ledgerdesk/kernel';
import type { NoteAdded } from './events.ts';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import { hasMessage } from './messages.ts';
import type { MessageExists } from './refusals.ts';
import type { Body } from './text.ts';

export interface AddNote extends Circumstances {
  readonly type: 'note';
  readonly messageId: MessageId;
  readonly body: Body;
}

/** A word among the desk; the requester never sees it. */
export const addNote = heardOnLiveTicket(
  'note',
  ({ messageId, body, by }: AddNote, { messages, requesterId }): Outcome<NoteAdded, MessageExists> =>
    hasMessage(messages, messageId)
      ? reject({ code: 'MESSAGE_EXISTS', messageId })
      : accept({ type: 'NoteAdded', messageId, authorId: by.id, personal: personal(requesterId, { body }) }),
);
