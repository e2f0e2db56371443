import { acceptedAs, acceptedRanges, PROBLEM_JSON } from '@ledgerdesk/platform';

/** What is said in place of a page; who wants JSON takes it for that. */
const INSTEAD = [PROBLEM_JSON, 'application/json'] as const;

/**
 * Whether a page is the answer to whoever accepts these types: it is wanted, and nothing that could be said instead is
 * wanted more. Whoever does not say takes anything (RFC 9110, 12.5.1).
 */
export function takesPage(accept: string | undefined): boolean {
  const ranges = acceptedRanges(accept);
  if (ranges.length === 0) return true;
  const weight = (type: string) => acceptedAs(type, ranges)?.weight ?? 0;
  const page = weight('text/html');
  return page > 0 && INSTEAD.every((type) => weight(type) <= page);
}
