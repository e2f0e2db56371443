import type { Outcome, TenantId } from '@ledgerdesk/kernel';
import { placeOf } from '../port/cursor.ts';
import { ForeignEpochError } from '../port/errors.ts';
import type { CommandMemo, EventStore, Placement } from '../port/event-store.ts';
import type { KeyRing } from '../port/key-ring.ts';
import { streamName, type StreamId } from '../port/stream.ts';
import type { DomainEvent, EventCategory } from '../versioning/event-category.ts';
import { eventCodec, type EventCodec } from '../versioning/event-codec.ts';
import { commandDigest } from './command-digest.ts';
import type { CommandContext, CommandHandler, Decide, Handled } from './command.ts';
import { ConflictExhaustedError } from './command.ts';
import { writeEvents, type Written } from './event-writer.ts';
import { FoldedStates, type Folded } from './folded-states.ts';
import { Turns } from './turns.ts';

/** What a command handler stands on. */
export interface CommandHandlerOptions {
  readonly eventStore: EventStore;
  readonly keyRing: KeyRing;
  /** How many aggregates' states are kept in memory; 5,000 by default. */
  readonly cacheSize?: number;
}

const DECIDED_AGAIN_AT_MOST = 3;
const WAITING_AT_MOST = 1_000;
const CACHE_SIZE = 5_000;

/** The command handler of one category. */
export const createCommandHandler = <State, Event extends DomainEvent>(
  category: EventCategory<State, Event>,
  options: CommandHandlerOptions,
): CommandHandler<State, Event> => new StreamCommandHandler(category, options);

/** One command on its way. */
interface Command<State, Event, Refused> {
  readonly stream: StreamId;
  readonly context: CommandContext;
  readonly decide: Decide<State, Event, Refused>;
  readonly lane: 'interactive' | 'bulk';
}

type Placed<State> = Omit<Extract<Handled<State, never>, { readonly accepted: true }>, 'repeated'>;

class StreamCommandHandler<State, Event extends DomainEvent> implements CommandHandler<State, Event> {
  private readonly codec: EventCodec<Event>;
  private readonly states: FoldedStates<State, Event>;
  /** Commands to one aggregate wait for each other here rather than conflict in the ledger. */
  private readonly turns = new Turns(WAITING_AT_MOST);

  constructor(
    private readonly category: EventCategory<State, Event>,
    private readonly options: CommandHandlerOptions,
  ) {
    const { eventStore, cacheSize = CACHE_SIZE } = options;
    this.codec = eventCodec(category);
    this.states = new FoldedStates({ aggregate: category.aggregate, codec: this.codec, eventStore, cacheSize });
  }

  handle<Refused>(
    id: string,
    context: CommandContext,
    decide: Decide<State, Event, Refused>,
    { lane = 'interactive' }: { readonly lane?: 'interactive' | 'bulk' } = {},
  ): Promise<Handled<State, Refused>> {
    const stream = this.streamOf(context.tenant, id);
    const command = { stream, context: { ...context, commandId: context.commandId.toLowerCase() }, decide, lane };
    return this.turns.take(streamName(stream), () =>
      this.answer(command).catch((error: unknown) => {
        if (error instanceof ForeignEpochError) this.states.forgetAll();
        throw error;
      }),
    );
  }

  async load(tenant: TenantId, id: string): Promise<{ readonly state: State; readonly revision: number }> {
    const { state, revision } = await this.states.newest(this.streamOf(tenant, id));
    return { state, revision };
  }

  async eventsAfter(tenant: TenantId, id: string, revision: number): Promise<readonly Event[]> {
    const events: Event[] = [];
    const stream = this.streamOf(tenant, id);
    for await (const recorded of this.options.eventStore.readStream(stream, { from: revision + 1 })) {
      events.push(this.codec.decode(recorded));
    }
    return events;
  }

  private streamOf(tenant: TenantId, id: string): StreamId {
    return { category: this.category.name, tenant, id };
  }

  /**
   * Decides on the state as last seen here, without reading: where it is not the newest, the append conflicts. Only a
   * refusal must rest on the newest.
   */
  private async answer<Refused>(command: Command<State, Event, Refused>): Promise<Handled<State, Refused>> {
    const { stream, decide } = command;
    let folded = this.states.lastSeen(stream);
    let outcome = decide(folded.state, folded.revision);
    if (!outcome.accepted) {
      const newest = await this.states.newest(stream);
      if (newest !== folded) outcome = decide(newest.state, newest.revision);
      folded = newest;
    }
    for (let again = 0; ; again += 1) {
      const handled = await this.settle(command, folded, outcome);
      if (handled) return handled;
      if (again === DECIDED_AGAIN_AT_MOST)
        throw new ConflictExhaustedError(`${streamName(stream)} moved with each try`);
      folded = await this.states.newest(stream);
      outcome = decide(folded.state, folded.revision);
    }
  }

  /** Stores what was decided, or says why not; undefined where the stream stands elsewhere. */
  private async settle<Refused>(
    command: Command<State, Event, Refused>,
    folded: Folded<State>,
    outcome: Outcome<Event, Refused>,
  ): Promise<Handled<State, Refused> | undefined> {
    if (!outcome.accepted) return this.refuse(command, outcome.refusal);
    const { stream, context, lane } = command;
    const [written, memo] = await Promise.all([
      writeEvents({ codec: this.codec, keyRing: this.options.keyRing }, context, outcome.events),
      this.memoOf(context),
    ]);
    // Folded before it is stored: events that the aggregate cannot follow never reach the ledger.
    const after = this.follow(folded, written, context);
    const expected = folded.revision === -1 ? 'no stream' : folded.revision;
    const result = await this.options.eventStore.append(stream, expected, written.stored, memo, { lane });
    switch (result.kind) {
      case 'appended':
        return { ...(await this.placed(result, folded, after)), repeated: false };
      case 'repeated':
        return this.repeat(result);
      case 'command id reused':
        return reused;
      case 'conflict':
        // A stream that ends before what was seen of it: the ledger was restored.
        if (result.currentRevision < folded.revision) this.states.forget(stream);
        return undefined;
    }
  }

  /** Asked after the state was read: a command that led to it is found, and gets its first answer. */
  private async refuse<Refused>(
    { context }: Command<State, Event, Refused>,
    refusal: Refused,
  ): Promise<Handled<State, Refused>> {
    const found = await this.options.eventStore.findCommand(context.tenant, context.commandId);
    if (!found) return { accepted: false, refusal };
    const { digest } = await this.memoOf(context);
    const same = digest === undefined || (found.digest !== undefined && Buffer.compare(digest, found.digest) === 0);
    return same ? this.repeat(found) : reused;
  }

  /** What was decided on the state of an epoch that is over is told as it stands now. */
  private async placed(
    { stream, lastRevision: revision, cursor }: Placement,
    before: Folded<State>,
    after: Folded<State>,
  ): Promise<Placed<State>> {
    const { epoch } = placeOf(cursor);
    this.states.enter(epoch);
    const sameLedger = before.epoch === undefined || before.epoch === epoch;
    if (sameLedger) this.states.keep(stream, { ...after, epoch });
    const state = sameLedger ? after.state : await this.states.asOf(stream, revision);
    return { accepted: true, id: stream.id, revision, cursor, state };
  }

  private async repeat<Refused>({ stream, lastRevision, cursor }: Placement): Promise<Handled<State, Refused>> {
    if (stream.category !== this.category.name) return reused;
    this.states.enter(placeOf(cursor).epoch);
    const state = await this.states.asOf(stream, lastRevision);
    return { accepted: true, id: stream.id, revision: lastRevision, cursor, state, repeated: true };
  }

  private follow(
    folded: Folded<State>,
    { folded: events }: Written<Event>,
    { occurredAt }: CommandContext,
  ): Folded<State> {
    return events.reduce<Folded<State>>(({ state, revision }, event) => {
      const facts = { occurredAt, revision: revision + 1 };
      return { state: this.category.aggregate.evolve(state, event, facts), revision: facts.revision };
    }, folded);
  }

  private async memoOf(context: CommandContext): Promise<CommandMemo> {
    const { tenant, commandId } = context;
    if (context.derived) return { commandId };
    return { commandId, digest: commandDigest(await this.options.keyRing.namingKey(tenant), context) };
  }
}

const reused = { accepted: false, refusal: { code: 'COMMAND_ID_REUSED' } } as const;
