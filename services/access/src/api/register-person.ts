import type { CommandContext } from '@ledgerdesk/event-store';
import { newId, RESERVED_TENANT, type PersonId, type TenantId } from '@ledgerdesk/kernel';
import { mayAdminister, mayNameFirstAdministrator, type Caller } from '../domain/caller.ts';
import type { Person } from '../domain/person.ts';
import type { MailTaken, NotPermitted, PersonExists, TenantNotFound } from '../domain/refusals.ts';
import { registerPerson, type RegisterPerson } from '../domain/register-person.ts';
import { isRoleOf } from '../domain/roles.ts';
import { mailValue, type Claim, type Claims, type UniqueValue } from './claims.ts';
import { createOwner } from './create-owner.ts';
import { holds } from './identify-person.ts';
import type { AccessLedger } from './ledger.ts';
import type { Answer } from './reply.ts';

/** There is one in each tenant; unlike other values it is never taken over. */
export const FIRST_ADMINISTRATOR: UniqueValue = { kind: 'first administrator', value: '' };

export interface PersonToRegister extends Omit<RegisterPerson, 'tenant' | 'personId' | 'claims'> {
  /** Empty where this service makes the id. */
  readonly personId: PersonId | '';
}

export type RegistrationRefused = NotPermitted | TenantNotFound | PersonExists | MailTaken;

/** Registers persons: an administrator as many as there are, an operator the first administrator of a tenant. */
export class PersonRegistration {
  constructor(
    private readonly ledger: AccessLedger,
    private readonly claims: Claims,
  ) {}

  async register(
    caller: Caller,
    context: CommandContext,
    person: PersonToRegister,
  ): Promise<Answer<RegistrationRefused>> {
    // Nothing is claimed for what would be refused.
    if (!person.roles.every((role) => isRoleOf(context.tenant, role))) return refusal({ code: 'NOT_PERMITTED' });
    if (mayAdminister(caller)) return this.create(context, person);
    if (mayNameFirstAdministrator(caller)) return this.nameFirstAdministrator(context, person);
    return refusal({ code: 'NOT_PERMITTED' });
  }

  /** Once for each tenant: whoever is named is named for ever, whether the naming command got to its end or not. */
  private async nameFirstAdministrator(
    context: CommandContext,
    person: PersonToRegister,
  ): Promise<Answer<RegistrationRefused>> {
    if (!person.roles.includes('administrator')) return refusal({ code: 'NOT_PERMITTED' });
    if (!(await this.isRegistered(context.tenant)))
      return refusal({ code: 'TENANT_NOT_FOUND', tenantId: context.tenant });
    const { owner } = await this.claims.claim(context, FIRST_ADMINISTRATOR, person.personId || newId('psn'));
    const another = person.personId !== '' && person.personId !== owner;
    return another
      ? refusal({ code: 'NOT_PERMITTED' })
      : this.create(context, { ...person, personId: owner as PersonId });
  }

  private async create(context: CommandContext, person: PersonToRegister): Promise<Answer<RegistrationRefused>> {
    const { persons } = this.ledger;
    const create = (id: string, claim: Claim | undefined) => (state: Person) =>
      registerPerson(
        { ...person, tenant: context.tenant, personId: id as PersonId, claims: claim ? [claim.name] : [] },
        state,
      );
    if (person.mail === '') {
      const id = person.personId || newId('psn');
      return persons.handle(id, context, create(id, undefined));
    }
    return createOwner(this.claims, context, {
      handler: persons,
      prefix: 'psn',
      id: person.personId,
      unique: mailValue(person.mail),
      holds,
      create,
      taken: (owner) => ({ code: 'MAIL_TAKEN', personId: owner as PersonId }) as const,
    });
  }

  private async isRegistered(tenant: TenantId): Promise<boolean> {
    const { state } = await this.ledger.tenants.load(RESERVED_TENANT, tenant);
    return state.kind === 'registered';
  }
}

const refusal = <Refused>(refused: Refused) => ({ accepted: false, refusal: refused }) as const;
