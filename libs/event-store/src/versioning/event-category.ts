import type { Aggregate, JsonObject, Personal } from '@ledgerdesk/kernel';

/** An event as the domain writes and folds it: its type, its facts, and what it says about a person. */
export interface DomainEvent {
  readonly type: string;
  readonly personal?: Personal<unknown>;
}

/** Leads the clear part of an event's data from one schema version to the next; the sealed value passes it closed. Pure. */
export type Upcaster = (data: JsonObject) => JsonObject;

/** The versions of one type of event: the one that is written, and how each older one (from 1) is led to the next. */
export interface EventVersions {
  readonly current: number;
  /** `upcasters[0]` leads version 1 to 2; there are `current - 1` of them. */
  readonly upcasters: readonly Upcaster[];
}

/** The protobuf message of a sealed value's plaintext: `<EventType>Personal` of the owning service. */
export interface PersonalMessage<Plain> {
  encode(plain: Plain): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Plain;
}

type PlainOf<Event> = Event extends { readonly personal: Personal<infer Plain> } ? Plain : never;
type WithPersonal<Event> = Event extends { readonly personal: Personal<unknown> } ? Event : never;

/** All that the event store needs to know of one category of streams. */
export interface EventCategory<State, Event extends DomainEvent> {
  /** Letters only, singular: `ticket`. */
  readonly name: string;
  readonly aggregate: Aggregate<State, Event>;
  /** Total: an event without a version does not compile. */
  readonly versions: { readonly [Type in Event['type']]: EventVersions };
  /** Total over the events that hold personal data. */
  readonly personal: {
    readonly [E in WithPersonal<Event> as E['type']]: PersonalMessage<PlainOf<E>>;
  };
}

/** Version 1, nothing before it. */
export const firstVersion: EventVersions = { current: 1, upcasters: [] };
