import { instantOf, type Instant } from '@ledgerdesk/kernel';

/** Up to the seconds. */
const SECONDS = 19;
/** With the fraction's milliseconds. */
const MILLISECONDS = 3;

/** PostgreSQL's ISO form of a time (`2026-03-02 09:30:00.5+00`), in whatever zone the session has, to the millisecond. */
export function instantFrom(text: string): Instant {
  // UTC needs no calendar, and is what nearly all are in.
  if (text.endsWith('+00') && text.charAt(SECONDS - 3) === ':') {
    const fraction = text
      .slice(SECONDS + 1, -3)
      .slice(0, MILLISECONDS)
      .padEnd(MILLISECONDS, '0');
    return `${text.slice(0, 10)}T${text.slice(11, SECONDS)}.${fraction}Z` as Instant;
  }
  const zoned = /[+-]\d\d$/.test(text) ? `${text}:00` : text;
  return instantOf(Date.parse(zoned.replace(' ', 'T')));
}
