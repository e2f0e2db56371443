import { httpAdapter } from './adapter.ts';

describe('A desk that is asked under a foreign name', () => {
  const asked = (loopbackOnly: boolean) => {
    const fastify = httpAdapter({ loopbackOnly }).getInstance();
    fastify.get('/', () => 'taken');
    return fastify.inject({ url: '/', headers: { host: 'desk.example' } });
  };

  it('does not answer where it has an issuer of its own, and says why', async () => {
    const answer = await asked(true);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      403,
      expect.stringMatching(/^application\/problem\+json/),
    ]);
    expect(answer.json()).toMatchObject({
      code: 'FORBIDDEN',
      detail: expect.stringMatching(/loopback names alone, because it has an issuer of its own.*OIDC_ISSUER/),
    });
  });

  it('answers where it has none', async () => {
    const answer = await asked(false);
    expect([answer.statusCode, answer.payload]).toEqual([200, 'taken']);
  });
});
