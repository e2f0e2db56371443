/** An instant as text: ISO 8601, UTC, milliseconds (`2026-03-02T09:30:00.000Z`), so that text order is time order. */
export type Instant = string & { readonly [instant]: true };
declare const instant: unique symbol;

const SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** The instant of that many milliseconds since 1970. @throws RangeError outside of years 0 to 9999 */
export function instantOf(epochMilliseconds: number): Instant {
  const text = new Date(epochMilliseconds).toISOString();
  if (!SHAPE.test(text)) throw new RangeError(`Not within the years 0 to 9999: ${text}`);
  return text as Instant;
}

/** Whether this text is an instant, written exactly as `instantOf` writes it. */
export function isInstant(text: string): text is Instant {
  if (!SHAPE.test(text)) return false;
  const parsed = new Date(text);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString() === text;
}

export const epochMilliseconds = (at: Instant): number => new Date(at).getTime();

/** Whole and broken days of 24 hours from one instant to the other. */
export const daysBetween = (from: Instant, to: Instant): number =>
  (epochMilliseconds(to) - epochMilliseconds(from)) / 86_400_000;
