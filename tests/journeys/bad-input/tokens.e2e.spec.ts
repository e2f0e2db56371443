import { generateKeyPair, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { claimsOf, ORCHARD, signed, type Claims } from '../../support/access-tokens.ts';
import { AttackedDesk } from '../../support/bad-input/attacked-desk.ts';

describe('In place of a token,', () => {
  let desk: AttackedDesk;
  let ours: string;

  beforeAll(async () => {
    desk = await AttackedDesk.start();
    ours = await desk.ticketOf('mira');
  });
  afterAll(async () => expect(await desk.stop()).toEqual([]));

  const now = Math.floor(Date.now() / 1000);
  const but = (claims: Claims): Promise<string> => signed(desk.data, { ...claimsOf('mira'), ...claims });
  const without = (claim: string): Promise<string> => {
    const { [claim]: _, ...claims } = claimsOf('mira');
    return signed(desk.data, claims);
  };

  it.each<[string, () => string | Promise<string>]>([
    ['nothing', () => ''],
    ['a word', () => 'x'],
    ['three words', () => 'a.b.c'],
    ['a token cut short', () => desk.token('mira').slice(0, -3)],
    ['a token with another name in it', () => renamed(desk.token('mira'))],
    ['one without a signature', () => unsigned(claimsOf('ada'))],
    ['one signed by somebody else', () => foreign(claimsOf('ada'))],
    ['one that has expired', () => but({ iat: now - 7200, exp: now - 3600 })],
    ['one that is not valid yet', () => but({ nbf: now + 3600 })],
    ['one that never expires', () => without('exp')],
    ['one that expires beyond all dates', () => but({ exp: 1e300, iat: -1e300 })],
    ['one for another audience', () => but({ aud: 'another' })],
    ['one of another issuer', () => but({ iss: 'https://issuer.example' })],
    ['one that names no tenant', () => without('tenant')],
    ['one that names what is no tenant', () => but({ tenant: "tnt_'" })],
    ['one that names the reserved tenant', () => but({ tenant: 'tnt_00000000000000000000000000' })],
    ['one that names another tenant', () => but({ tenant: ORCHARD })],
    ['one of a login that nobody knows', () => but({ sub: 'stranger' })],
    ['one of a login with NUL in it', () => but({ sub: 'mi\0ra' })],
  ])('%s opens nothing', async (_, token) => {
    const bearer = await token();
    await desk.expectRefused(() => desk.operate('{ me { roles } }', {}, bearer), 'UNAUTHENTICATED');
    await desk.expectRefused(
      () => desk.mutate('takeTicket', { commandId: randomUUID(), ticketId: ours }, bearer),
      'UNAUTHENTICATED',
    );
  });

  it.each(['Basic bWlyYTpwYXNz', 'Bearer', 'bearer ', 'Bearer a b', 'Token x'])(
    '“%s” opens nothing',
    async (header) => {
      await desk.expectRefused(
        () => desk.post('{"query": "{ me { roles } }"}', { authorization: header }),
        'UNAUTHENTICATED',
      );
    },
  );
});

/** The same signature under another name. */
function renamed(token: string): string {
  const [head, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  return [head, Buffer.from(JSON.stringify({ ...claims, sub: 'ada' })).toString('base64url'), signature].join('.');
}

const unsigned = (claims: Claims): string =>
  `${[{ alg: 'none', typ: 'at+jwt' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

async function foreign(claims: Claims): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' }).sign(privateKey);
}
