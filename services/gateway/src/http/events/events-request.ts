import { MalformedRequestError, ProblemError } from '@ledgerdesk/platform';
import { readableTopics, type ReadableTopic } from './readable.ts';

/** What is asked of `GET /v1/events`. */
export interface EventsRequest {
  readonly after: string | undefined;
  readonly limit: number;
  readonly waitSeconds: number;
  /** In their own order, whatever order they are asked for in. */
  readonly topics: readonly ReadableTopic[];
  readonly types: readonly string[] | undefined;
}

const LIMIT = { usual: 100, most: 1000 };
const MOST_SECONDS = 30;
const MOST_TYPES = 100;
const NAMES = new Set(['after', 'limit', 'wait', 'topics', 'types']);
const TYPE = /^[a-z][\w.]{0,200}\.[A-Z]\w{0,100}$/;

/** @throws ProblemError MALFORMED_REQUEST, OVER_LIMIT */
export function readEventsRequest(query: Readonly<Record<string, unknown>>): EventsRequest {
  const stranger = Object.keys(query).find((name) => !NAMES.has(name));
  if (stranger !== undefined) malformed(`There are the parameters ${[...NAMES].join(', ')}, and no other.`);
  const limit = whole(query, 'limit', { usual: LIMIT.usual, most: LIMIT.most });
  if (limit === 0) malformed('limit is a number from 1 on.');
  return {
    after: text(query, 'after'),
    limit,
    waitSeconds: whole(query, 'wait', { usual: 0, most: MOST_SECONDS }),
    topics: readTopics(text(query, 'topics')),
    types: readTypes(text(query, 'types')),
  };
}

function readTopics(names: string | undefined): readonly ReadableTopic[] {
  if (names === undefined) return readableTopics;
  const wanted = new Set(names.split(','));
  const known = readableTopics.filter((topic) => wanted.has(topic));
  if (known.length < wanted.size) malformed(`topics is a list of ${readableTopics.join(', ')}, separated by commas.`);
  return known;
}

function readTypes(names: string | undefined): readonly string[] | undefined {
  if (names === undefined) return undefined;
  const wanted = [...new Set(names.split(','))].sort();
  if (wanted.length > MOST_TYPES) throw new ProblemError('OVER_LIMIT', `types is a list of at most ${MOST_TYPES}.`);
  if (!wanted.every((type) => TYPE.test(type)))
    malformed('types is a list of whole types, such as ledgerdesk.tickets.v1.TicketOpened, separated by commas.');
  return wanted;
}

function whole(
  query: Readonly<Record<string, unknown>>,
  name: string,
  { usual, most }: { readonly usual: number; readonly most: number },
): number {
  const given = text(query, name);
  if (given === undefined) return usual;
  if (!/^\d{1,15}$/.test(given)) malformed(`${name} is a whole number.`);
  if (Number(given) > most) throw new ProblemError('OVER_LIMIT', `${name} is at most ${most}.`);
  return Number(given);
}

/** A parameter that is there twice is a list for the web server. */
function text(query: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || typeof value === 'string') return value;
  return malformed(`${name} is there more than once.`);
}

function malformed(detail: string): never {
  throw new MalformedRequestError(detail);
}
