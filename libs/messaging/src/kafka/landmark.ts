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
 * The farthest from which nothing beyond a place is missed; what comes behind it at or below the place is passed. Landmarks
 * save reading: where none fits, one reads from the beginning.
 */
export function farthestFor(place: Place, landmarks: readonly Landmark[]): Landmark | undefined {
  let best: Landmark | undefined;
  for (const landmark of landmarks) {
    const fits = landmark.place.epoch === place.epoch && landmark.place.position <= place.position;
    if (fits && landmark.offset > (best?.offset ?? 0n)) best = landmark;
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
