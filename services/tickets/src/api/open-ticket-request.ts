import type { tickets } from '@ledgerdesk/contracts';
import { isId, newId, type PersonId, type TicketId } from '@ledgerdesk/kernel';
import type { Circumstances } from '../domain/hearing.ts';
import type { OpenTicket } from '../domain/open-ticket.ts';
import type { Named } from '../ports/desk-directory.ts';
import { Faults, type Read } from './faults.ts';
import { readBody, readPriority, readSubject } from './request-texts.ts';

/** A ticket to open, but for what the service adds. */
export interface Opening {
  readonly ticketId: TicketId;
  readonly wish: Omit<OpenTicket, keyof Circumstances | 'number' | 'desk'>;
}

/** Ways in by which requests come. */
const CHANNEL = /^[a-z][a-z-]{0,31}$/;

export function readOpening(request: tickets.OpenTicketRequest, callerId: string): Read<Opening> {
  const faults = new Faults();
  const channel = request.channel || (request.header?.via ?? '');
  if (!CHANNEL.test(channel)) faults.note(['channel'], { rule: 'NOT_OFFERED' });
  return faults.read({
    ticketId: faults.id(['ticketId'], 'tkt', request.ticketId) ?? newId('tkt'),
    wish: {
      requesterId: readRequester(request.requesterId, callerId, faults),
      subject: readSubject(request.subject, faults),
      body: readBody(['body'], request.body, faults),
      messageId: newId('msg'),
      // Only who is known gets as far as here.
      authorVerified: true,
      channel,
      submissionId: faults.id(['submissionId'], 'sub', request.submissionId),
      teamId: faults.id(['teamId'], 'tea', request.teamId),
      priority: readPriority(request.priority, faults),
    },
  });
}

/** The caller, where nobody else is named and the caller is a person. */
function readRequester(requesterId: string, callerId: string, faults: Faults): PersonId {
  const named = faults.id(['requesterId'], 'psn', requesterId);
  if (named) return named;
  if (requesterId === '' && !isId('psn', callerId)) faults.note(['requesterId'], { rule: 'REQUIRED' });
  return callerId as PersonId;
}

/** Whom the opening names. */
export const namedInOpening = ({ wish: { requesterId, teamId } }: Opening, callerId: string): Named => ({
  teams: teamId === null ? [] : [teamId],
  persons: requesterId === callerId ? [] : [requesterId],
  members: [],
});
