import { access, intake, tickets, type common, type Topic, type TopicMessage } from '@ledgerdesk/contracts';
import type { FeedEvent } from '../port/feed-event.ts';

/** What ts-proto makes of a plaintext's message. */
interface Plaintext {
  decode(bytes: Uint8Array): unknown;
  toJSON(message: never): unknown;
}

type Message<T extends Topic> = NonNullable<TopicMessage<T>['message']>;

/** The events of a topic that hold a sealed value. */
type Sealing<M> = M extends { readonly $case: infer Case extends string; readonly value: infer Value }
  ? 'sealed' extends keyof Value
    ? Case
    : never
  : never;

/** `<EventType>Personal` of each event that holds a sealed value: a total map, so that forgetting one does not compile. */
const plaintexts: { readonly [T in Topic]: { readonly [Case in Sealing<Message<T>>]: Plaintext } } = {
  ticket: {
    ticketOpened: tickets.TicketOpenedPersonal,
    replyPosted: tickets.ReplyPostedPersonal,
    noteAdded: tickets.NoteAddedPersonal,
    ticketHeld: tickets.TicketHeldPersonal,
    ticketResolved: tickets.TicketResolvedPersonal,
    ticketReopened: tickets.TicketReopenedPersonal,
  },
  submission: { submissionReceived: intake.SubmissionReceivedPersonal },
  tenant: {},
  person: { personRegistered: access.PersonRegisteredPersonal, loginLinked: access.LoginLinkedPersonal },
  team: {},
};

/** An event holds one sealed value at most, in the field of that name. */
export const sealedIn = ({ message: { message } }: FeedEvent): common.SealedValue | undefined =>
  (message?.value as { readonly sealed?: common.SealedValue } | undefined)?.sealed;

/** The opened plaintext of an event's sealed value, as proto-JSON. @throws Error where the bytes are no such message */
export function personalJson({ topic, message: { message } }: FeedEvent, plaintext: Uint8Array): unknown {
  const ofTopic: Readonly<Record<string, Plaintext>> = plaintexts[topic];
  const found = message && ofTopic[message.$case];
  if (!found) throw new Error(`${message?.$case} of ${topic} holds no personal part`);
  return found.toJSON(found.decode(plaintext) as never);
}
