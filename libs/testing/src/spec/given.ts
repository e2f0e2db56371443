import type { Aggregate, Instant, Outcome } from '@ledgerdesk/kernel';

/** When something happened, where a spec does not say. */
export const SOME_TIME = '2026-03-02T09:00:00.000Z' as Instant;

/** An event with the time of its happening, where that matters. */
export interface HappenedAt<Event> {
  readonly at: Instant;
  readonly event: Event;
}

/** Says when an event of a spec's past happened. */
export const happened = <Event>(at: Instant, event: Event): HappenedAt<Event> => ({ at, event });

/** A decision on a state, its command already in it. */
export type Decision<State, Event, Refused> = (state: State, revision: number) => Outcome<Event, Refused>;

/** What an aggregate has gone through, and what can be asked of it then. */
export class Given<State, Event extends { readonly type: string }> {
  constructor(
    private readonly aggregate: Aggregate<State, Event>,
    private readonly past: readonly (Event | HappenedAt<Event>)[],
  ) {}

  get revision(): number {
    return this.past.length - 1;
  }

  /** What all of it makes of the aggregate. */
  get state(): State {
    return this.past.reduce<State>((state, entry, revision) => {
      const { at, event } = 'event' in entry ? entry : happened(SOME_TIME, entry);
      return this.aggregate.evolve(state, event, { occurredAt: at, revision });
    }, this.aggregate.initial);
  }

  /** The same aggregate after more has happened to it. */
  and(...more: readonly (Event | HappenedAt<Event>)[]): Given<State, Event> {
    return new Given(this.aggregate, [...this.past, ...more]);
  }

  when<Refused>(decide: Decision<State, Event, Refused>): Answered<Event, Refused> {
    return new Answered(decide(this.state, this.revision));
  }
}

/** What a decision answered. */
export class Answered<Event, Refused> {
  constructor(readonly outcome: Outcome<Event, Refused>) {}

  /** It led to exactly these events; each may leave out what the rule is not about. */
  then(...events: readonly Partial<Event>[]): void {
    expect(this.outcome).toMatchObject({ accepted: true, events });
  }

  /** It was refused with exactly this. */
  thenRefused(refusal: Refused): void {
    expect(this.outcome).toEqual({ accepted: false, refusal });
  }
}

/** Given that this has happened, in this order: `given(aggregate, …).when(decision).then(…)` reads as the rule. */
export const given = <State, Event extends { readonly type: string }>(
  aggregate: Aggregate<State, Event>,
  ...past: readonly NoInfer<Event | HappenedAt<Event>>[]
): Given<State, Event> => new Given(aggregate, past);
