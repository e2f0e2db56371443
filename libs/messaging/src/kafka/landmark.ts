import { cursorOf, placeOf, type Place } from '@ledgerdesk/event-store';

/**
 * Something known of a partition: whatever lies before the offset has a position at or below the place. It may come again
 * behind the offset, for a relay repeats itself after a crash.
 */
export interface Landmark {
  readonly offset: bigint;
  readonly place: Place;
}

/**
 * Where to begin to read so that nothing beyond a place is missed; what comes at or below it is passed. Landmarks are hints:
 * without a fitting one it is the beginning, which is never wrong and takes longer.
 */
export function startingOffset(place: Place, landmarks: readonly Landmark[], beginning: bigint): bigint {
  let best = beginning;
  for (const landmark of landmarks) {
    const fits = landmark.place.epoch === place.epoch && landmark.place.position <= place.position;
    if (fits && landmark.offset > best) best = landmark.offset;
  }
  return best;
}

/** What is committed beside a group's offset: the place that makes a landmark of it. */
export const landmarkText = ({ place }: Landmark): string => cursorOf(place);

/** Undefined where somebody else has committed the offset, who did not say a place. */
export function landmarkOf(offset: string, text: string | null): Landmark | undefined {
  try {
    return { offset: BigInt(offset), place: placeOf(text ?? '') };
  } catch {
    return undefined;
  }
}
