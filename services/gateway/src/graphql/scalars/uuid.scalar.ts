import { isUuid } from '@ledgerdesk/kernel';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

export const Uuid = new GraphQLScalarType<string, string>({
  name: 'UUID',
  description: 'A UUID in its usual form (RFC 9562), in lower case where it is answered.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9562',
  serialize: String,
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});

function parse(value: unknown): string {
  if (typeof value === 'string' && isUuid(value)) return value.toLowerCase();
  throw new GraphQLError('This is not a UUID.');
}
