import type { OwnIssuer } from '@ledgerdesk/access';
import { access, rolePermissions, tickets, type Permission, type Role } from '@ledgerdesk/contracts';
import { newId, RESERVED_TENANT, type PersonId, type TeamId, type TenantId } from '@ledgerdesk/kernel';
import type { Identity } from '@ledgerdesk/platform';
import { randomUUID } from 'node:crypto';
import type { SharedGround } from './shared-ground.ts';
import { ISSUER } from './spec-issuer.ts';

/** Somebody on the desk of a spec, and their access token. */
export interface DeskPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly token: string;
}

export interface DeskTenant {
  readonly id: TenantId;
  readonly administrator: DeskPerson;
}

/** Tenants, people and teams, made by commands to access as an operator and administrators would. */
export class DeskPeople {
  private readonly people = new Map<PersonId, { readonly tenant: TenantId; readonly role: Role }>();

  constructor(
    private readonly ground: Pick<SharedGround, 'rpc' | 'signer'>,
    private readonly issuer: OwnIssuer,
  ) {}

  /** A tenant with an administrator. */
  async aTenant(name: string): Promise<DeskTenant> {
    const id = newId('tnt');
    const above = await this.asOperator(RESERVED_TENANT);
    const tenant = { header: header(), tenantId: id, key: name.toLowerCase(), name };
    accepted(await this.access.registerTenant(tenant, above));
    const by = await this.asOperator(id);
    return { id, administrator: await this.aPerson(id, { name: `Admin of ${name}`, role: 'administrator' }, by) };
  }

  /** A person with a login; registered by the administrator unless somebody else is named. */
  async aPerson(
    tenant: TenantId,
    { name, role }: { readonly name: string; readonly role: Role },
    by?: { readonly token: string },
  ): Promise<DeskPerson> {
    const id = newId('psn');
    const person = { personId: id, name, mail: `${id}@example.org`, roles: [role], language: 'en' };
    const as = by ?? (await this.asAdministrator(tenant));
    accepted(await this.access.registerPerson({ header: header(), ...person }, as));
    this.people.set(id, { tenant, role });
    const administering = await this.asAdministrator(tenant);
    const login = { header: header(), personId: id, issuer: ISSUER, subject: id };
    accepted(await this.access.linkLogin(login, administering));
    return { id, name, token: await this.issuer.mint({ subject: id, tenant, lifeSeconds: 3600 }) };
  }

  async aTeam(tenant: TenantId, name: string, members: readonly DeskPerson[]): Promise<TeamId> {
    const as = await this.asAdministrator(tenant);
    const teamId = newId('tea');
    accepted(await this.access.createTeam({ header: header(), teamId, key: name.toLowerCase(), name }, as));
    for (const { id: personId } of members)
      accepted(await this.access.joinTeam({ header: header(), teamId, personId }, as));
    return teamId;
  }

  /** Another role for somebody. */
  async grant({ id: personId }: DeskPerson, role: Role): Promise<void> {
    const as = await this.asAdministrator(this.people.get(personId)!.tenant);
    accepted(await this.access.grantRole({ header: header(), personId, role }, as));
  }

  /** A token of somebody whom no login names. */
  strangersToken(tenant: TenantId): Promise<string> {
    return this.issuer.mint({ subject: 'nobody', tenant, lifeSeconds: 60 });
  }

  expiredToken({ id }: DeskPerson): Promise<string> {
    return this.issuer.mint({ subject: id, tenant: this.people.get(id)!.tenant, lifeSeconds: -60 });
  }

  /** What the tickets service answers to a wish that does not come by GraphQL. */
  async openPastGraphql(
    { id }: DeskPerson,
    wish: { readonly subject: string; readonly content: string },
  ): Promise<tickets.TicketReply> {
    const { tenant, role } = this.people.get(id)!;
    const as = await this.as(tenant, id, rolePermissions[role], 'tickets');
    const body = { format: tickets.BodyFormat.BODY_FORMAT_TEXT, content: wish.content };
    const empty = { ticketId: '', requesterId: '', channel: '', submissionId: '', teamId: '', priority: 0 };
    const client = this.ground.rpc.client(tickets.TicketsDefinition);
    return client.openTicket({ header: header(), ...empty, subject: wish.subject, body }, as);
  }

  private get access() {
    return this.ground.rpc.client(access.AccessDefinition);
  }

  private asOperator(tenant: TenantId) {
    return this.as(tenant, newId('psn'), rolePermissions.operator);
  }

  private asAdministrator(tenant: TenantId) {
    const [id] =
      [...this.people].find(([, person]) => person.tenant === tenant && person.role === 'administrator') ?? [];
    return this.as(tenant, id ?? newId('psn'), rolePermissions.administrator);
  }

  private async as(tenant: TenantId, subject: PersonId, permissions: readonly Permission[], audience = 'access') {
    const identity: Identity = { kind: 'person', subject, tenant, permissions, teams: [] };
    return { token: await this.ground.signer('gateway').issue(identity, audience) };
  }
}

const header = () => ({ commandId: randomUUID(), correlationId: '', causationId: '', via: 'spec' });

function accepted({ outcome }: { outcome?: { readonly $case: string } | undefined }): void {
  if (outcome?.$case !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(outcome)}`);
}
