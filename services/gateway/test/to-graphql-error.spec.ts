import { ApolloServer } from '@apollo/server';
import { toGraphqlError } from '../src/graphql/errors/to-graphql-error.ts';

describe('A document that the parser does not take', () => {
  const apollo = new ApolloServer({ typeDefs: 'type Query { me: ID }', includeStacktraceInErrorResponses: false });
  afterAll(() => apollo.stop());

  async function told(query: string) {
    const { body } = await apollo.executeOperation({ query });
    if (body.kind !== 'single') throw new Error('It was answered in parts');
    return toGraphqlError({ formatted: body.singleResult.errors![0]! }, 'c-1');
  }

  it('is over a limit where it is nested deeper than the stack, and says so in our own words', async () => {
    expect(await told('{me'.repeat(100_000))).toMatchObject({
      message: 'The document is nested deeper than is read.',
      extensions: { code: 'OVER_LIMIT', retryable: false },
    });
  });

  it('is malformed where its syntax is', async () => {
    expect(await told('{ me ')).toMatchObject({
      message: expect.stringContaining('Syntax Error: '),
      extensions: { code: 'MALFORMED_REQUEST' },
    });
  });
});
