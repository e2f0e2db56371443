import { AttackedDesk, type Sendable } from '../../support/bad-input/attacked-desk.ts';

describe('Bad input', () => {
  let desk: AttackedDesk;

  beforeAll(async () => {
    desk = await AttackedDesk.start();
  });
  afterAll(async () => expect(await desk.stop()).toEqual([]));

  it.each<[string, Sendable]>([
    ['no JSON', '{"query": "{ me'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a word', '"query"'],
    ['null', 'null'],
    ['no operation', '{}'],
    ['an operation that is no text', '{"query": {"a": 1}}'],
    ['variables that are none', '{"query": "{ me { roles } }", "variables": 7}'],
    ['a poisoned prototype', '{"query": "{ me { roles } }", "__proto__": {"admin": true}}'],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['no GraphQL', '{"query": "{ me { roles "}'],
    ['a field that is not there', '{"query": "{ me { password } }"}'],
    ['an argument that is not there', '{"query": "{ tickets(top: 3) { nodes { id } } }"}'],
    ['a variable that is not given', '{"query": "query ($id: ID!) { ticket(id: $id) { id } }"}'],
    ['a fragment that spreads itself', '{"query": "{ me { ...a } } fragment a on Me { ...a }"}'],
    ['an operation that is not there', '{"query": "query A { me { roles } }", "operationName": "B"}'],
    ['a subscription', '{"query": "subscription { tickets { id } }"}'],
  ])('in the body, %s, is malformed', async (_, body) => {
    await desk.expectRefused(() => desk.post(body), 'MALFORMED_REQUEST');
  });

  const repeated = (times: number, part: (at: number) => string): string =>
    Array.from({ length: times }, (_, at) => part(at)).join(' ');

  it.each([
    ['a body of two megabytes', `{ me { roles } } #${'x'.repeat(2_000_000)}`, 'TOO_LARGE'],
    [
      'levels',
      `{ __schema { types { fields ${'{ type { fields '.repeat(20)} { name } ${'} }'.repeat(20)} } } }`,
      'OVER_LIMIT',
    ],
    ['aliases', `{ ${repeated(40, (at) => `a${at}: me { roles }`)} }`, 'OVER_LIMIT'],
    ['fields', `{ ${repeated(1100, () => 'me { roles }')} }`, 'OVER_LIMIT'],
    ['words', `{ me { ${'roles '.repeat(6000)} } }`, 'OVER_LIMIT'],
  ])('that is over a limit is told so: %s', async (_, query, code) => {
    await desk.expectRefused(() => desk.operate(query), code);
  });

  it.each([
    ['as a form', 'application/x-www-form-urlencoded', 'query=%7Bme%7Broles%7D%7D'],
    ['as plain text', 'text/plain', '{"query": "{ me { roles } }"}'],
    ['as something unknown', 'application/x-unknown', '{"query": "{ me { roles } }"}'],
  ])('comes as no page elsewhere could send it unasked: not %s', async (_, type, body) => {
    await desk.expectRefused(
      () => desk.post(body, { 'content-type': type }),
      'UNSUPPORTED_MEDIA_TYPE',
      'MALFORMED_REQUEST',
    );
  });

  it('asked by GET is not done', async () => {
    await desk.expectRefused(() => desk.send('/graphql?query=%7Bme%7Broles%7D%7D'), 'METHOD_NOT_ALLOWED');
  });
});
