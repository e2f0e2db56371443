import { topics, type Topic } from '@ledgerdesk/contracts';
import type { TenantId } from '@ledgerdesk/kernel';
import { ProblemError } from '@ledgerdesk/platform';
import type { AwaitedPlace } from '@ledgerdesk/read-models';

const MAX_PLACES = 50;

type Place = readonly [topic: Topic, id: string, cursor: string];
type Content = readonly [version: 1, tenant: string, places: readonly Place[]];

/** The places as one opaque text, to be sent back with a query that wants to see them. */
export function atLeastToken(tenant: TenantId, places: readonly AwaitedPlace[]): string {
  const content = [1, tenant, places.map(({ topic, id, cursor }) => [topic, id, cursor])];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** The places behind a token of this tenant. @throws ProblemError MALFORMED_CURSOR */
export function placesOf(token: string, tenant: TenantId): readonly AwaitedPlace[] {
  const [, owner, places] = parsed(token);
  // A token leads nowhere but to rows of the asker's own tenant, so another tenant's can only wait for nothing.
  if (owner !== tenant) throw new ProblemError('MALFORMED_CURSOR', 'The atLeast token is of another tenant.');
  return places.map(([topic, id, cursor]) => ({ topic, tenant, id, cursor: cursor as AwaitedPlace['cursor'] }));
}

function parsed(token: string): Content {
  const content = jsonIn(token);
  if (!isContent(content)) throw new ProblemError('MALFORMED_CURSOR', 'This is not an atLeast token.');
  return content;
}

function jsonIn(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function isContent(content: unknown): content is Content {
  if (!Array.isArray(content) || content[0] !== 1 || !Array.isArray(content[2])) return false;
  const places: readonly unknown[] = content[2];
  return places.length > 0 && places.length <= MAX_PLACES && places.every(isPlace);
}

const isPlace = (place: unknown): boolean =>
  Array.isArray(place) &&
  place.length === 3 &&
  place.every((part) => typeof part === 'string') &&
  Object.hasOwn(topics, place[0]!);
