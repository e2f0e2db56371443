import { instantOf, type Instant } from '@ledgerdesk/kernel';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

// RFC 3339, 5.6: with a zone, so that nobody has to guess.
const SHAPE = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

export const DateTime = new GraphQLScalarType<Instant, string>({
  name: 'DateTime',
  description: 'An instant (RFC 3339). Answered in UTC with milliseconds: `2026-03-02T09:00:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize,
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});

function serialize(value: unknown): string {
  // Views answer instants as the kernel writes them; they are not judged again.
  if (typeof value === 'string') return value;
  throw new TypeError('A view gave something that is not an instant');
}

function parse(value: unknown): Instant {
  const shape = typeof value === 'string' ? SHAPE.exec(value) : null;
  const milliseconds = shape && isDay(shape) ? Date.parse(shape[0]) : Number.NaN;
  if (Number.isNaN(milliseconds))
    throw new GraphQLError('This is not an instant with a zone, such as 2026-03-02T09:00:00Z.');
  return instantOf(milliseconds);
}

/** `Date.parse` takes the 31st of February for the 3rd of March. */
const isDay = ([, year, month, day]: RegExpExecArray): boolean =>
  Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
