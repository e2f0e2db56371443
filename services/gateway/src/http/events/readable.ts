import type { access, tickets, Topic } from '@ledgerdesk/contracts';
import type { FeedEvent } from '@ledgerdesk/messaging';
import { mayOn, visibilityOf } from '../../identity/visibility-of.ts';
import type { Viewer } from '../../identity/viewer.ts';
import type { LoggedEvent } from '../../event-log/event-log.query.ts';

/** Topics of which somebody may read something here. Submissions and tenants are shown to nobody by GraphQL, nor by this. */
export const readableTopics = ['ticket', 'person', 'team'] as const satisfies readonly Topic[];
export type ReadableTopic = (typeof readableTopics)[number];

export type Reader = Pick<Viewer, 'identity' | 'personId'>;

/** What of an event a reader is told: all but some fields, or only that it was there. */
export type Told = 'bare notice' | { readonly without: readonly string[] };

const WHOLE: Told = { without: [] };
const NOTICE: Told = 'bare notice';

/** Whether the reader may read the aggregate of an event at all: those that GraphQL shows. */
export function mayReadAggregate(reader: Reader, { about: { topic, subject }, standing }: LoggedEvent): boolean {
  const { identity, personId } = reader;
  switch (topic) {
    case 'ticket':
      return standing !== undefined && mayOn(reader, 'read', standing);
    case 'person':
      return subject === personId || identity.permissions.includes('person.identify');
    case 'team':
      return visibilityOf(reader, 'read').all || identity.teams.some((team) => team === subject);
    case 'submission':
    case 'tenant':
      return false;
  }
}

/** What the reader is told of an event of an aggregate that is theirs to read. */
export function toldOf(reader: Reader, { standing }: Pick<LoggedEvent, 'standing'>, event: FeedEvent): Told {
  switch (event.topic) {
    case 'ticket':
      return toldOfTicket((event as FeedEvent<'ticket'>).message.message, () => mayReadNotes(reader, standing));
    case 'person':
      return toldOfPerson((event as FeedEvent<'person'>).message.message, event.subject === reader.personId);
    case 'team':
      return toldOfTeam((event as FeedEvent<'team'>).message.message, reader);
    case 'submission':
    case 'tenant':
      return NOTICE;
  }
}

const mayReadNotes = (reader: Reader, standing: LoggedEvent['standing']): boolean =>
  standing !== undefined && mayOn(reader, 'read-notes', standing);

/** As its timeline shows it. */
function toldOfTicket(message: tickets.TicketEvent['message'], mayReadNotes: () => boolean): Told {
  switch (message?.$case) {
    case 'noteAdded':
      return mayReadNotes() ? WHOLE : NOTICE;
    case 'ticketOpened':
    case 'ticketAssigned':
    case 'ticketTaken':
    case 'replyPosted':
    case 'ticketStarted':
    case 'ticketPended':
    case 'ticketHeld':
    case 'ticketResumed':
    case 'ticketResolved':
    case 'resolutionConfirmed':
    case 'ticketReopened':
    case 'ticketClosed':
      return WHOLE;
    case 'submissionRefused':
    case 'bareNotice':
    case undefined:
      return NOTICE;
  }
}

/** Name and mail address are for who may identify people; roles are one's own to see. */
function toldOfPerson(message: access.PersonEvent['message'], own: boolean): Told {
  switch (message?.$case) {
    case 'personRegistered':
      return own ? WHOLE : { without: ['roles', 'language'] };
    case 'roleGranted':
    case 'roleRevoked':
      return own ? WHOLE : NOTICE;
    case 'loginLinked':
    case 'subjectAttributed':
    case 'bareNotice':
    case undefined:
      return NOTICE;
  }
}

/** Everybody who sees a ticket sees its team's name; in which teams somebody is, is one's own to see. */
function toldOfTeam(message: access.TeamEvent['message'], { personId }: Reader): Told {
  switch (message?.$case) {
    case 'teamCreated':
      return WHOLE;
    case 'teamJoined':
    case 'teamLeft':
      return message.value.personId === personId ? WHOLE : NOTICE;
    case 'bareNotice':
    case undefined:
      return NOTICE;
  }
}
