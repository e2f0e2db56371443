import type { Login } from '@ledgerdesk/contracts';
import { epochMilliseconds, instantOf, newId, RESERVED_TENANT, type Instant, type TenantId } from '@ledgerdesk/kernel';
import { SigningKeys, TokenIssuer, TokenVerifier, UnauthenticatedError, type Bearer } from '@ledgerdesk/platform';
import type { Query, Views } from '@ledgerdesk/read-models';
import { createHash } from 'node:crypto';
import type { KnownLogin } from '../views/login/login.query.ts';
import { memberId } from '../views/team-member/team-member.project.ts';
import { Viewers } from './viewers.ts';

const TENANT = newId('tnt');
const ANNA = newId('psn');
const NETWORK = newId('tea');
const ISSUER = 'https://issuer.example';
const START = instantOf(Date.UTC(2026, 2, 2));

/** Each tenant names logins in a way of its own. */
const nameOf = (tenant: TenantId, { issuer, subject }: Login) =>
  createHash('sha256')
    .update(JSON.stringify([tenant, issuer, subject]))
    .digest('hex');

/** A gateway of which only the access tokens, the names of logins, the views and the time are the spec's. */
class Desk {
  at: Instant = START;
  asked = 0;
  named = 0;
  readonly bearers = new Map<string, Bearer>();
  readonly logins = new Map<string, KnownLogin>();
  /** Called while an answer is on its way. */
  meanwhile = () => {};
  viewers!: Viewers;
  keys!: SigningKeys;

  readonly clock = { now: () => this.at };

  static async open(): Promise<Desk> {
    const desk = new Desk();
    desk.keys = await SigningKeys.generate(desk.clock);
    const issuer = new TokenIssuer({ service: 'gateway', keys: desk.keys, clock: desk.clock });
    desk.viewers = new Viewers({
      bearers: desk,
      nameOf: (tenant, login) => desk.nameOf(tenant, login),
      views: desk.views,
      issuer,
      clock: desk.clock,
    });
    desk.bearers.set('annas', { issuer: ISSUER, subject: 'anna', tenant: TENANT, expiresAt: 0 });
    desk.link(TENANT, 'anna', { personId: ANNA, roles: ['agent'], teamIds: [NETWORK] });
    return desk;
  }

  link(tenant: TenantId, subject: string, known: KnownLogin): void {
    this.logins.set(`${tenant} ${nameOf(tenant, { issuer: ISSUER, subject })}`, known);
  }

  pass(milliseconds: number): void {
    this.at = instantOf(epochMilliseconds(this.at) + milliseconds);
  }

  async verify(token: string): Promise<Bearer> {
    const bearer = this.bearers.get(token);
    if (!bearer) throw new UnauthenticatedError('The token does not hold');
    return bearer;
  }

  nameOf(tenant: TenantId, login: Login): Promise<string> {
    this.named += 1;
    return Promise.resolve(nameOf(tenant, login));
  }

  private readonly views: Pick<Views, 'read'> = {
    read: async (tenant, work) => {
      this.asked += 1;
      const query = (async ({ values: [id] }) => {
        const known = this.logins.get(`${tenant} ${String(id)}`);
        await Promise.resolve();
        this.meanwhile();
        return known ? [known] : [];
      }) as Query;
      return work(query);
    },
  };

  as = (authorization: string | undefined = 'Bearer annas') => this.viewers.viewerOf(authorization);
}

describe('Who asks', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });

  it('is the person of the login, with what the roles allow and the teams', async () => {
    expect(await desk.as()).toMatchObject({
      personId: ANNA,
      tenant: TENANT,
      roles: ['agent'],
      identity: { kind: 'person', subject: ANNA, tenant: TENANT, teams: [NETWORK] },
    });
    expect((await desk.as()).identity.permissions).toContain('ticket.read-notes');
  });

  it('may do what any of the roles allows, each thing once', async () => {
    desk.link(TENANT, 'anna', { personId: ANNA, roles: ['supervisor', 'auditor', 'of-a-later-release'], teamIds: [] });
    const { permissions } = (await desk.as()).identity;
    expect(permissions).toEqual(expect.arrayContaining(['ticket.assign', 'audit.read']));
    expect(new Set(permissions).size).toBe(permissions.length);
  });

  it('above tenants is an operator', async () => {
    desk.bearers.set('omars', { issuer: ISSUER, subject: 'omar', tenant: RESERVED_TENANT, expiresAt: 0 });
    desk.link(RESERVED_TENANT, 'omar', { personId: newId('psn'), roles: ['operator'], teamIds: [] });
    expect((await desk.as('Bearer omars')).identity).toMatchObject({
      tenant: RESERVED_TENANT,
      permissions: ['operator'],
    });
  });

  it.each([undefined, '', 'annas', 'Basic annas', 'Bearer', 'Bearer annas annas', 'Bearer bens'])(
    'is not made out by %j',
    async (authorization) => {
      await expect(desk.as(authorization ?? '')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    },
  );

  it('is made out by a scheme in any case', async () => {
    expect(await desk.as('bearer  annas')).toMatchObject({ personId: ANNA });
  });

  it('is nobody where the login belongs to another tenant', async () => {
    desk.bearers.set('abroad', { issuer: ISSUER, subject: 'anna', tenant: newId('tnt'), expiresAt: 0 });
    await expect(desk.as('Bearer abroad')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is nobody where another issuer has a subject of that name', async () => {
    desk.bearers.set('twins', { issuer: `${ISSUER}/`, subject: 'anna', tenant: TENANT, expiresAt: 0 });
    await expect(desk.as('Bearer twins')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is known as soon as the login is linked', async () => {
    desk.bearers.set('bens', { issuer: ISSUER, subject: 'ben', tenant: TENANT, expiresAt: 0 });
    await expect(desk.as('Bearer bens')).rejects.toThrow();
    desk.link(TENANT, 'ben', { personId: newId('psn'), roles: [], teamIds: [] });
    expect(await desk.as('Bearer bens')).toMatchObject({ roles: [] });
  });

  it('is told to a service by a token that serves several calls', async () => {
    const [first, second] = [await desk.as(), await desk.as()];
    const token = await first.issueToken('tickets');
    expect(await second.issueToken('tickets')).toBe(token);
    const trusted = { gateway: desk.keys };
    const verifier = new TokenVerifier({ audience: 'tickets', trusted, clock: desk.clock });
    expect(await verifier.verify(token)).toEqual(first.identity);
  });

  it('is read from the views once for many requests', async () => {
    await Promise.all([desk.as(), desk.as()]);
    await desk.as();
    expect(desk.asked).toBe(1);
  });

  it('is named once for many requests', async () => {
    await desk.as();
    await desk.as();
    expect(desk.named).toBe(1);
  });

  it('is not called by what the identity provider calls them where nobody is found', async () => {
    desk.bearers.set('bens', { issuer: ISSUER, subject: 'ben@acme.example', tenant: TENANT, expiresAt: 0 });
    const refused: unknown = await desk.as('Bearer bens').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UnauthenticatedError);
    expect((refused as Error).stack).not.toContain('acme.example');
  });

  it('is no longer anybody once the token does not hold, whatever is remembered', async () => {
    await desk.as();
    desk.bearers.clear();
    await expect(desk.as()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('What is remembered of who asks', () => {
  let desk: Desk;
  const demoted: KnownLogin = { personId: ANNA, roles: ['requester'], teamIds: [] };
  const rolesNow = async () => (await desk.as()).roles;

  beforeEach(async () => {
    desk = await Desk.open();
    await desk.as();
    desk.link(TENANT, 'anna', demoted);
    expect(await rolesNow()).toEqual(['agent']);
  });

  it('is forgotten after some seconds', async () => {
    desk.pass(5_000);
    expect(await rolesNow()).toEqual(['requester']);
  });

  it.each([
    ['the login', { view: 'login', keys: [nameOf(TENANT, { issuer: ISSUER, subject: 'anna' })] }],
    ['the person', { view: 'person', keys: [newId('psn'), ANNA] }],
    ['a team of the person', { view: 'team-member', keys: [memberId(NETWORK, ANNA)] }],
  ])('is forgotten when %s changes', async (_, change) => {
    desk.viewers.changed({ ...change, tenant: TENANT });
    expect(await rolesNow()).toEqual(['requester']);
  });

  it.each([
    ['another person', { view: 'person', tenant: TENANT, keys: [newId('psn')] }],
    ['a ticket', { view: 'ticket-board', tenant: TENANT, keys: [ANNA] }],
    ['another tenant', { view: 'person', tenant: newId('tnt'), keys: [ANNA] }],
  ])('stays when %s changes', async (_, change) => {
    desk.viewers.changed(change);
    expect(await rolesNow()).toEqual(['agent']);
  });

  it('is not what was read before a change that is already known', async () => {
    const change = { view: 'person', tenant: TENANT, keys: [ANNA] };
    desk.viewers.changed(change);
    desk.meanwhile = () => {
      desk.link(TENANT, 'anna', { ...demoted, roles: ['auditor'] });
      desk.viewers.changed(change);
      desk.meanwhile = () => {};
    };
    expect(await rolesNow()).toEqual(['requester']);
    expect(await rolesNow()).toEqual(['auditor']);
  });
});
