import type { RelayHealth } from '@ledgerdesk/messaging';
import type { ConsumerWatch } from '../observability/consumer-watch.ts';
import type { LoopLateness } from '../observability/loop-lateness.ts';

/**
 * So long may one batch take. Whoever does its work gives up sooner: queries after 15 s, calls after 10 s, Kafka after its own
 * retries. A dependency that is away therefore makes nobody look stuck.
 */
export const LONGEST_BATCH_MS = 300_000;
/** So late may the event loop come, time and again. */
export const LATEST_LOOP_MS = 2_000;

export interface LivenessNeeds {
  readonly loop: Pick<LoopLateness, 'lastingMs'>;
  readonly consumers: Pick<ConsumerWatch, 'busyForLongerThan'>;
  /** Of the relay, where this process has one. */
  readonly relay?: () => Pick<RelayHealth, 'busyForMs'> | undefined;
}

/** What in this process is stuck so that only a new one helps; nothing, as a rule. */
export function stuckParts({ loop, consumers, relay }: LivenessNeeds): readonly string[] {
  const late = loop.lastingMs > LATEST_LOOP_MS ? [`the event loop comes ${Math.round(loop.lastingMs)} ms late`] : [];
  const busy = consumers
    .busyForLongerThan(LONGEST_BATCH_MS)
    .map((consumer) => `the consumer ${consumer} has had one batch in hand for over ${LONGEST_BATCH_MS / 1000} s`);
  const publishing = (relay?.()?.busyForMs ?? 0) > LONGEST_BATCH_MS;
  return [
    ...late,
    ...busy,
    ...(publishing ? [`the relay has had one page in hand for over ${LONGEST_BATCH_MS / 1000} s`] : []),
  ];
}
