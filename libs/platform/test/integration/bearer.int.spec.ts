import { newId, RESERVED_TENANT } from '@ledgerdesk/kernel';
import {
  BearerVerifier,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  type Identity,
} from '@ledgerdesk/platform';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const tenant = newId('tnt');

/** An issuer's documents on loopback; `broken` makes it fail. */
class Provider {
  readonly documents = new Map<string, unknown>();
  broken = false;
  asked = 0;
  private readonly server: Server = createServer(({ url = '' }, response) => {
    this.asked += 1;
    const document = this.documents.get(url);
    response.statusCode = this.broken || !document ? 500 : 200;
    response.end(JSON.stringify(document ?? {}));
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.documents.set('/.well-known/openid-configuration', { issuer: this.issuer, jwks_uri: `${this.issuer}/jwks` });
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('An access token', () => {
  const provider = new Provider();
  let privateKey: CryptoKey;

  beforeAll(async () => {
    await provider.start();
    const pair = await generateKeyPair('ES256');
    privateKey = pair.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' };
    provider.documents.set('/jwks', { keys: [jwk] });
  });

  beforeEach(() => {
    provider.broken = false;
  });

  afterAll(() => provider.stop());

  const aVerifier = (keys: URL | 'discover' = 'discover') =>
    new BearerVerifier({ issuer: provider.issuer, audience: 'ledgerdesk', keys, clock: systemClock });

  const now = Math.floor(Date.now() / 1000);
  const aToken = (claims: JWTPayload = {}, key = privateKey, alg = 'ES256') =>
    new SignJWT({ iss: provider.issuer, aud: 'ledgerdesk', sub: 'alice', tenant, exp: now + 600, ...claims })
      .setProtectedHeader({ alg, kid: 'k1' })
      .sign(key);

  it('names the login and the tenant', async () => {
    expect(await aVerifier().verify(await aToken())).toEqual({
      issuer: provider.issuer,
      subject: 'alice',
      tenant,
      expiresAt: (now + 600) * 1000,
    });
  });

  it('is checked against the keys at a given address', async () => {
    const verifier = aVerifier(new URL(`${provider.issuer}/jwks`));
    expect(await verifier.verify(await aToken())).toMatchObject({ subject: 'alice' });
  });

  it('is checked once', async () => {
    const verifier = aVerifier();
    const token = await aToken();
    expect(await verifier.verify(token)).toBe(await verifier.verify(token));
  });

  it.each<[string, JWTPayload]>([
    ['has expired', { exp: now - 60 }],
    ['holds only later', { nbf: now + 600 }],
    ['is for others', { aud: 'elsewhere' }],
    ['is of another issuer', { iss: 'https://elsewhere.example' }],
    ['never expires', { exp: undefined } as never],
    ['names nobody', { sub: undefined } as never],
    ['names no tenant', { tenant: undefined }],
    ['names something else as tenant', { tenant: 'acme' }],
    ['names what stands above tenants', { tenant: RESERVED_TENANT }],
  ])('does not hold where it %s', async (_, claims) => {
    await expect(aVerifier().verify(await aToken(claims))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('opens what stands above tenants where it is for operators', async () => {
    const verifier = new BearerVerifier({
      issuer: provider.issuer,
      audience: 'ledgerdesk',
      operatorAudience: 'ledgerdesk-operator',
      keys: 'discover',
      clock: systemClock,
    });
    expect((await verifier.verify(await aToken({ aud: 'ledgerdesk-operator' }))).tenant).toBe(RESERVED_TENANT);
    expect((await verifier.verify(await aToken())).tenant).toBe(tenant);
    await expect(verifier.verify(await aToken({ tenant: RESERVED_TENANT }))).rejects.toThrow('reserved tenant');
    await expect(aVerifier().verify(await aToken({ aud: 'ledgerdesk-operator' }))).rejects.toThrow('does not hold');
  });

  it('does not hold with another key', async () => {
    const stranger = await generateKeyPair('ES256');
    await expect(aVerifier().verify(await aToken({}, stranger.privateKey))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('does not hold with a secret in place of a key pair', async () => {
    const secret = new TextEncoder().encode('a secret that is at least 32 bytes long');
    await expect(aVerifier().verify(await aToken({}, secret as never, 'HS256'))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('is neither right nor wrong while the issuer cannot be asked, and is checked again later', async () => {
    const verifier = aVerifier();
    provider.broken = true;
    await expect(verifier.verify(await aToken())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    provider.broken = false;
    expect(await verifier.verify(await aToken())).toMatchObject({ subject: 'alice' });
  });

  it('whose issuer cannot be asked has that told once, and once that it can be asked again', async () => {
    const told: [object, string][] = [];
    const logger = { warn: (fields: object, message: string) => void told.push([fields, message]) };
    const { issuer } = provider;
    const verifier = new BearerVerifier({
      issuer,
      audience: 'ledgerdesk',
      keys: 'discover',
      clock: systemClock,
      logger: logger as never,
    });
    provider.broken = true;
    await expect(verifier.verify(await aToken())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(verifier.verify(await aToken({ sub: 'bob' }))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(told).toEqual([[{ issuer, error: expect.any(Error) }, expect.stringContaining(`${issuer} cannot be had`)]]);
    provider.broken = false;
    await verifier.verify(await aToken());
    await verifier.verify(await aToken({ sub: 'bob' }));
    expect(told.slice(1)).toEqual([[{ issuer }, expect.stringContaining(`${issuer} can be had again`)]]);
  });

  it('does not hold on the word of an issuer that names itself otherwise', async () => {
    const other = `${provider.issuer}/`;
    const verifier = new BearerVerifier({
      issuer: other,
      audience: 'ledgerdesk',
      keys: 'discover',
      clock: systemClock,
    });
    await expect(verifier.verify(await aToken({ iss: other }))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('An identity token of a service elsewhere', () => {
  const provider = new Provider();
  const agent: Identity = { kind: 'person', subject: newId('psn'), tenant, permissions: [], teams: [] };

  beforeAll(() => provider.start());
  afterAll(() => provider.stop());

  it('holds by the keys which that service publishes, across a change of them', async () => {
    const keys = await SigningKeys.generate(systemClock);
    provider.documents.set('/jwks', keys.jwks());
    const issuer = new TokenIssuer({ service: 'gateway', keys, clock: systemClock });
    const trusted = { gateway: new URL(`${provider.issuer}/jwks`) };
    const verifier = new TokenVerifier({ audience: 'tickets', trusted, clock: systemClock });
    expect(await verifier.verify(await issuer.issue(agent, 'tickets'))).toEqual(agent);

    await keys.rotate();
    const asked = provider.asked;
    const another = { ...agent, subject: newId('psn') };
    expect(await verifier.verify(await issuer.issue(another, 'tickets'))).toEqual(another);
    expect(provider.asked).toBe(asked);
  });
});
