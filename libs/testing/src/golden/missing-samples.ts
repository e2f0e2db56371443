import type { EventVersions } from '@ledgerdesk/event-store';
import type { GoldenSample } from './golden-sample.ts';

/** The versions, of those that a category has ever written, of which no sample is kept: `TicketOpened 2`. */
export function missingSamples(
  versions: Readonly<Record<string, EventVersions>>,
  samples: readonly Pick<GoldenSample, 'stored'>[],
): readonly string[] {
  const kept = new Set(samples.map(({ stored }) => `${stored.type} ${stored.schemaVersion}`));
  return Object.entries(versions)
    .flatMap(([type, { current }]) => Array.from({ length: current }, (_, index) => `${type} ${index + 1}`))
    .filter((version) => !kept.has(version));
}
