import type { Instant } from './instants.ts';

/** What a decision answers: events to append, or the reason why not. Refusals are values; only breakages are thrown. */
export type Outcome<Event, Refused> = Accepted<Event> | Rejected<Refused>;

export interface Accepted<Event> {
  readonly accepted: true;
  /** At least one: a command that changes nothing is refused with the reason, so that each accepted one is remembered. */
  readonly events: readonly [Event, ...Event[]];
}

export interface Rejected<Refused> {
  readonly accepted: false;
  readonly refusal: Refused;
}

export const accept = <Event>(...events: [Event, ...Event[]]): Accepted<Event> => ({ accepted: true, events });

export const reject = <const Refused>(refusal: Refused): Rejected<Refused> => ({ accepted: false, refusal });

/** When an event happened: the only fact beside its data that a fold may use. */
export interface Facts {
  readonly occurredAt: Instant;
  readonly revision: number;
}

/** An aggregate: where it starts and what each event makes of it. `evolve` never judges. */
export interface Aggregate<State, Event> {
  readonly initial: State;
  readonly evolve: (state: State, event: Event, facts: Facts) => State;
}
