import { answerType } from './answer-type.ts';

const [JSON_TYPE, GRAPHQL_TYPE] = ['application/json', 'application/graphql-response+json'];

describe('The type of an answer', () => {
  it.each([
    [undefined, JSON_TYPE],
    ['', JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    ['Application/JSON; charset=utf-8', JSON_TYPE],
    [GRAPHQL_TYPE, GRAPHQL_TYPE],
    ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE],
    ['application/json;q=0.9, application/graphql-response+json', GRAPHQL_TYPE],
    ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
    ['application/json, application/graphql-response+json', JSON_TYPE],
    ['text/html, */*;q=0.1', JSON_TYPE],
    ['application/json;q=0, */*', GRAPHQL_TYPE],
    ['text/csv', undefined],
    ['text/csv, application/json;q=0', undefined],
    ['multipart/mixed;deferSpec=20220824', undefined],
    [';;;q=,', JSON_TYPE],
    ['nonsense', undefined],
  ])('for %j is %s', (accept, type) => {
    expect(answerType(accept)).toBe(type);
  });
});
