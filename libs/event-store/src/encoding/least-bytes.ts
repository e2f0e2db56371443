import type { Json, JsonObject } from '@ledgerdesk/kernel';
import type { NewEvent } from '../port/event.ts';

/** `""` and `:`, or a number's or a literal's fewest. */
const AROUND_A_NAME = 3;
const AROUND = 2;
const SHORTEST = 1;

/**
 * So many bytes events have at the least once they are written as JSON in UTF-8: told without writing them, to bound what
 * waits. A UTF-16 unit is one byte or more.
 */
export const leastBytes = (events: readonly NewEvent[]): number =>
  events.reduce((sum, { data, metadata }) => sum + ofObject(data) + ofObject(metadata as unknown as JsonObject), 0);

function ofValue(value: Json): number {
  if (typeof value === 'string') return value.length + AROUND;
  if (typeof value !== 'object' || value === null) return SHORTEST;
  if (!Array.isArray(value)) return ofObject(value as JsonObject);
  return (value as readonly Json[]).reduce<number>((sum, member) => sum + ofValue(member), AROUND);
}

function ofObject(object: JsonObject): number {
  let sum = AROUND;
  for (const name in object) {
    const value = object[name];
    if (value !== undefined) sum += name.length + AROUND_A_NAME + ofValue(value);
  }
  return sum;
}
