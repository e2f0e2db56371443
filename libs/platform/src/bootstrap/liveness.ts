import type { ConsumerWatch } from '../observability/consumer-watch.ts';
import type { LoopLateness } from '../observability/loop-lateness.ts';

/**
 * So long may one batch take. Whoever does its work gives up sooner: queries after 15 s, calls after 10 s, Kafka after its own
 * retries. A dependency that is away therefore makes nobody look stuck.
 */
export const LONGEST_BATCH_MS = 300_000;
/** So late may the event loop come, time and again. */
export const LATEST_LOOP_MS = 2_000;

/** A part of a process that should not be at one thing for long. */
export interface BusyPart {
  /** `the relay tickets has had one page in hand` */
  readonly what: string;
  /** Absent while it is at nothing. */
  readonly busyForMs?: number;
}

/** The parts of a process that come and go: relays, those who do effects. */
export class BusyParts {
  private readonly looks: (() => readonly BusyPart[])[] = [];

  watch(look: () => readonly BusyPart[]): void {
    this.looks.push(look);
  }

  now(): readonly BusyPart[] {
    return this.looks.flatMap((look) => look());
  }
}

export interface LivenessNeeds {
  readonly loop: Pick<LoopLateness, 'lastingMs'>;
  readonly consumers: Pick<ConsumerWatch, 'busyForLongerThan'>;
  readonly parts: Pick<BusyParts, 'now'>;
}

const TOO_LONG = `for over ${LONGEST_BATCH_MS / 1000} s`;

/** What in this process is stuck so that only a new one helps; nothing, as a rule. */
export function stuckParts({ loop, consumers, parts }: LivenessNeeds): readonly string[] {
  const late = loop.lastingMs > LATEST_LOOP_MS ? [`the event loop comes ${Math.round(loop.lastingMs)} ms late`] : [];
  const handling = consumers
    .busyForLongerThan(LONGEST_BATCH_MS)
    .map((consumer) => `the consumer ${consumer} has had one batch in hand ${TOO_LONG}`);
  const busy = parts
    .now()
    .filter(({ busyForMs = 0 }) => busyForMs > LONGEST_BATCH_MS)
    .map(({ what }) => `${what} ${TOO_LONG}`);
  return [...late, ...handling, ...busy];
}
