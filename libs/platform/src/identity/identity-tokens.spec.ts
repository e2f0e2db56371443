import { epochMilliseconds, instantOf, newId, type Instant } from '@ledgerdesk/kernel';
import { SignJWT } from 'jose';
import type { Clock } from '../clock.ts';
import type { Identity } from './identity.ts';
import { SigningKeys } from './signing-keys.ts';
import { TokenIssuer } from './token-issuer.ts';
import { TokenVerifier } from './token-verifier.ts';

class SetClock implements Clock {
  private at: Instant = instantOf(Date.UTC(2026, 2, 2));
  now = (): Instant => this.at;
  pass(seconds: number): void {
    this.at = instantOf(epochMilliseconds(this.at) + seconds * 1000);
  }
}

const agent: Identity = {
  kind: 'person',
  subject: newId('psn'),
  tenant: newId('tnt'),
  actingFor: newId('psn'),
  permissions: ['ticket.read', 'ticket.assign:team'],
  teams: [newId('tea')],
};

describe('An identity token', () => {
  let clock: SetClock;
  let keys: SigningKeys;
  let issuer: TokenIssuer;

  beforeEach(async () => {
    clock = new SetClock();
    keys = await SigningKeys.generate(clock);
    issuer = new TokenIssuer({ service: 'gateway', keys, clock });
  });

  const verifier = (audience = 'tickets', trusted = keys) =>
    new TokenVerifier({ audience, trusted: { gateway: trusted }, clock });

  it('names the identity it was issued for', async () => {
    expect(await verifier().verify(await issuer.issue(agent, 'tickets'))).toEqual(agent);
  });

  it('serves several calls', async () => {
    const first = await issuer.issue(agent, 'tickets');
    clock.pass(39);
    expect(await issuer.issue({ ...agent }, 'tickets')).toBe(first);
  });

  it('is made anew while it still holds for 20 seconds', async () => {
    const first = await issuer.issue(agent, 'tickets');
    clock.pass(41);
    expect(await issuer.issue(agent, 'tickets')).not.toBe(first);
  });

  it('is not shared by two identities or two services', async () => {
    const tokens = await Promise.all([
      issuer.issue(agent, 'tickets'),
      issuer.issue(agent, 'access'),
      issuer.issue({ ...agent, permissions: [] }, 'tickets'),
      issuer.issue({ ...agent, tenant: newId('tnt') }, 'tickets'),
    ]);
    expect(new Set(tokens).size).toBe(4);
  });

  it('does not hold for another service', async () => {
    await expect(verifier('access').verify(await issuer.issue(agent, 'tickets'))).rejects.toThrow('does not hold');
  });

  it('does not hold after a minute, however often it was checked before', async () => {
    const checking = verifier();
    const token = await issuer.issue(agent, 'tickets');
    await checking.verify(token);
    clock.pass(66);
    await expect(checking.verify(token)).rejects.toThrow('does not hold');
  });

  it('does not hold when another key signed it', async () => {
    const strangers = await SigningKeys.generate(clock);
    const token = await new TokenIssuer({ service: 'gateway', keys: strangers, clock }).issue(agent, 'tickets');
    await expect(verifier().verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('does not hold when nobody trusts its issuer', async () => {
    const token = await new TokenIssuer({ service: 'stranger', keys, clock }).issue(agent, 'tickets');
    await expect(verifier().verify(token)).rejects.toThrow('stranger is not trusted');
  });

  it('lets no service speak for another', async () => {
    const posing: Identity = { ...agent, kind: 'service', subject: 'service:intake' };
    await expect(verifier().verify(await issuer.issue(posing, 'tickets'))).rejects.toThrow('may not speak for');
  });

  it.each(['', 'a.b.c', 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJnYXRld2F5In0.'])('is not %j', async (text) => {
    await expect(verifier().verify(text)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['without a type of its own', { typ: 'JWT' }, {}],
    ['without a tenant', {}, { tenant: 'acme' }],
    ['that was made an hour ago', {}, { iat: -3600 }],
    ['that was made for a day', {}, { exp: 86_400 }],
    ['that was made for a second longer than a minute', {}, { exp: 61 }],
    ['that does not say when it was made', {}, { iat: NaN }],
  ])('does not hold %s', async (_, header, claims) => {
    const now = epochMilliseconds(clock.now()) / 1000;
    const { iat = 0, exp = 30, ...others } = claims as { iat?: number; exp?: number; tenant?: string };
    const times = Number.isNaN(iat) ? {} : { iat: now + iat };
    const forged = await new SignJWT({ ...agent, permissions: [], teams: [], ...others, ...times })
      .setProtectedHeader({ alg: 'EdDSA', kid: keys.current.kid, typ: 'ledgerdesk-identity+jwt', ...header })
      .setIssuer('gateway')
      .setAudience('tickets')
      .setSubject(agent.subject)
      .setExpirationTime(now + exp)
      .sign(keys.current.privateKey);
    await expect(verifier().verify(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('holds across a change of keys, on both sides of it', async () => {
    const before = await issuer.issue(agent, 'tickets');
    await keys.rotate();
    const after = await issuer.issue({ ...agent, teams: [] }, 'tickets');
    expect(await verifier().verify(before)).toEqual(agent);
    expect(await verifier().verify(after)).toEqual({ ...agent, teams: [] });
  });

  it('is signed with a key that was published before', async () => {
    const published = keys.jwks().keys.map(({ kid }) => kid);
    await keys.rotate();
    expect(published).toContain(keys.current.kid);
  });

  it('is unknown once its key has been out of use for long', async () => {
    const { kid } = keys.current;
    await keys.rotate();
    expect(keys.publicKey(kid)).toBeDefined();
    clock.pass(3600);
    expect(keys.publicKey(kid)).toBeUndefined();
  });

  it('publishes no private key', () => {
    expect(keys.jwks().keys.every((key) => !('d' in key))).toBe(true);
  });
});
