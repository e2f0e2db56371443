import type { Topic, TopicMessage } from '@ledgerdesk/contracts';
import type { FeedEvent } from '../port/feed-event.ts';

/** What of an event is told: all of it, all but some fields, or only that it was there. */
export type ToldToPartners = 'whole' | 'bare notice' | { readonly without: readonly string[] };

type Case<T extends Topic> = NonNullable<TopicMessage<T>['message']>['$case'];

/**
 * What a tenant's partners are told where nobody asks who reads: what `GET /v1/events` tells an integrator. A total map, so
 * that forgetting an event does not compile; a topic that is `nothing` has aggregates that partners may not read at all.
 */
const told: { readonly [T in Topic]: 'nothing' | { readonly [C in Case<T>]: ToldToPartners } } = {
  ticket: {
    ticketOpened: 'whole',
    ticketAssigned: 'whole',
    ticketTaken: 'whole',
    replyPosted: 'whole',
    // What the desk says among itself.
    noteAdded: 'bare notice',
    ticketStarted: 'whole',
    ticketPended: 'whole',
    ticketHeld: 'whole',
    ticketResumed: 'whole',
    ticketResolved: 'whole',
    resolutionConfirmed: 'whole',
    ticketReopened: 'whole',
    ticketClosed: 'whole',
    // No ticket came of it, but one may yet, after it: then its sequence is dense.
    submissionRefused: 'bare notice',
    bareNotice: 'bare notice',
  },
  person: {
    personRegistered: { without: ['roles', 'language'] },
    roleGranted: 'bare notice',
    roleRevoked: 'bare notice',
    loginLinked: 'bare notice',
    subjectAttributed: 'bare notice',
    bareNotice: 'bare notice',
  },
  team: {
    teamCreated: 'whole',
    teamJoined: 'bare notice',
    teamLeft: 'bare notice',
    bareNotice: 'bare notice',
  },
  submission: 'nothing',
  tenant: 'nothing',
};

/** Whether partners may read the aggregates of a topic. */
export const isToldToPartners = (topic: Topic): boolean => told[topic] !== 'nothing';

/** Undefined where they may not read its aggregate. */
export function toldToPartners({ topic, message: { message } }: FeedEvent): ToldToPartners | undefined {
  const ofTopic: 'nothing' | Readonly<Record<string, ToldToPartners>> = told[topic];
  if (ofTopic === 'nothing') return undefined;
  return (message && ofTopic[message.$case]) ?? 'bare notice';
}
