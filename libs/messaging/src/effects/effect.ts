import type { Instant, JsonObject } from '@ledgerdesk/kernel';

/** Something that must happen outside of the database, or later: a mail, a webhook, a timer. */
export interface Effect {
  /** Immutable: `<service>.<what happens>`; says who does it. */
  readonly effect: string;
  /** Names this one among all of its kind, for ever: asked for twice, it happens once. */
  readonly key: string;
  /** When it is to happen. Whoever does it late still learns when it was due. */
  readonly dueAt: Instant;
  /** What the doing needs. Ids and sealed values: no personal data in clear. */
  readonly payload: JsonObject;
}

/** An effect that is due, in the hands of whoever does it. */
export interface DueEffect extends Effect {
  /** The how manyeth try this is, from 1. */
  readonly attempt: number;
  /** Fires when nobody waits for it any longer: its claim is about to end, or its process. */
  readonly signal: AbortSignal;
}

/**
 * Does an effect. A crash may come between the doing and its being noted, so the doing must be the same when it is repeated:
 * a command under an id derived from the key, a mail with the same Message-ID. A throw means: again, later and later. So does
 * a signal that fires before it has ended: what it does after that is noted by nobody, and the next try may run beside it.
 */
export type DoEffect = (effect: DueEffect) => Promise<void>;
