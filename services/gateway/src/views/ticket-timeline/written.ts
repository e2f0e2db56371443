import { tickets, type common } from '@ledgerdesk/contracts';
import type { OpenedEvent } from '@ledgerdesk/read-models';
import type { TicketTimelineRow } from './ticket-timeline.table.ts';

type Message = NonNullable<tickets.TicketEvent['message']>;

/** What somebody wrote in an event, and whom it is about. */
export function written(
  message: Message,
  { opened }: Pick<OpenedEvent<'ticket'>, 'opened'>,
): Partial<TicketTimelineRow> {
  const sealed: common.SealedValue | undefined = 'sealed' in message.value ? message.value.sealed : undefined;
  if (!sealed) return {};
  const plain = opened.get(sealed.subject);
  const body = plain instanceof Uint8Array ? bodyOf(message, plain) : undefined;
  return { subjectId: sealed.subject, text: body?.content ?? null, format: body?.format ?? null };
}

function bodyOf({ $case }: Message, plain: Uint8Array): tickets.PersonalBody | undefined {
  switch ($case) {
    case 'ticketOpened':
      return tickets.TicketOpenedPersonal.decode(plain).body;
    case 'replyPosted':
      return tickets.ReplyPostedPersonal.decode(plain).body;
    case 'noteAdded':
      return tickets.NoteAddedPersonal.decode(plain).body;
    case 'ticketHeld':
      return unformatted(tickets.TicketHeldPersonal.decode(plain).reason);
    case 'ticketResolved':
      return unformatted(tickets.TicketResolvedPersonal.decode(plain).resolution);
    case 'ticketReopened':
      return unformatted(tickets.TicketReopenedPersonal.decode(plain).reason);
    case 'ticketAssigned':
    case 'ticketTaken':
    case 'ticketStarted':
    case 'ticketPended':
    case 'ticketResumed':
    case 'resolutionConfirmed':
    case 'ticketClosed':
    case 'submissionRefused':
    case 'bareNotice':
      return undefined;
  }
}

const unformatted = (content: string): tickets.PersonalBody => ({ format: 'text', content });
