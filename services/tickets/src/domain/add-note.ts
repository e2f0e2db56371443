import { accept, personal, type MessageId } from '@ledgerdesk/kernel';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import type { Body } from './text.ts';

export interface AddNote extends Circumstances {
  readonly type: 'note';
  readonly messageId: MessageId;
  readonly body: Body;
}

/** A word among the desk; the requester never sees it. */
export const addNote = heardOnLiveTicket('note', ({ messageId, body, by }: AddNote, { requesterId }) =>
  accept({ type: 'NoteAdded', messageId, authorId: by.id, personal: personal(requesterId, { body }) }),
);
