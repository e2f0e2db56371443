import type { Actor, Instant, Json, Outcome, TenantId } from '@ledgerdesk/kernel';
import type { Cursor } from '../port/cursor.ts';

/** What a command carries beside its wish. */
export interface CommandContext {
  readonly tenant: TenantId;
  /** The caller's UUID; for a reaction `commandIdOf(causing event, reaction)`. */
  readonly commandId: string;
  /** True for a reaction: neither body nor actor of a repeat is compared, the first answer stands. */
  readonly derived: boolean;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly actor: Actor;
  readonly origin: 'live' | 'import';
  readonly occurredAt: Instant;
  readonly traceparent?: string;
  /** The command as the caller sent it, without its id: a repeat under the same id must bring the same. */
  readonly body: Json;
}

/** Decides on the state as it stands; called again with the newest where somebody else was faster. */
export type Decide<State, Event, Refused> = (state: State, revision: number) => Outcome<Event, Refused>;

export type Handled<State, Refused> =
  | {
      readonly accepted: true;
      readonly id: string;
      /** The stream's revision after the command. */
      readonly revision: number;
      readonly cursor: Cursor;
      /** The state right after the command, also for a repeated one. */
      readonly state: State;
      /** The command had been accepted before; nothing was stored now. */
      readonly repeated: boolean;
    }
  | { readonly accepted: false; readonly refusal: Refused | CommandIdReused };

export interface CommandIdReused {
  readonly code: 'COMMAND_ID_REUSED';
}

/** The stream moved with each try; nothing was stored, and sending the command again is safe. */
export class ConflictExhaustedError extends Error {
  readonly code = 'CONFLICT_EXHAUSTED';
  override readonly name = 'ConflictExhaustedError';
}

/** Handles the commands of one category: load, fold, decide, append, and decide again on conflict (at most 3 times). */
export interface CommandHandler<State, Event> {
  /**
   * `id` is the aggregate's. A repeat of an accepted command gets its first answer; a refusal is decided anew.
   * @throws ConflictExhaustedError, BusyError, UnavailableError
   */
  handle<Refused>(
    id: string,
    context: CommandContext,
    decide: Decide<State, Event, Refused>,
    options?: { readonly lane?: 'interactive' | 'bulk' },
  ): Promise<Handled<State, Refused>>;

  /** The state as it stands, with the events that came after a revision (to tell what an edit collided with). */
  load(tenant: TenantId, id: string): Promise<{ readonly state: State; readonly revision: number }>;

  /** The events of an aggregate after a revision, upcast, personal data sealed. */
  eventsAfter(tenant: TenantId, id: string, revision: number): Promise<readonly Event[]>;
}
