import { loginValue } from '@ledgerdesk/contracts';
import type { CommandContext } from '@ledgerdesk/event-store';
import type { PersonId } from '@ledgerdesk/kernel';
import { linkLogin, type LinkLogin, type LinkLoginRefused } from '../domain/link-login.ts';
import type { Person } from '../domain/person.ts';
import type { LoginTaken } from '../domain/refusals.ts';
import type { Claims } from './claims.ts';
import type { AccessLedger } from './ledger.ts';
import { FIRST_ADMINISTRATOR } from './register-person.ts';
import type { Answer } from './reply.ts';

/** Links logins to persons: each login, in its tenant, to one. */
export class LoginLinking {
  constructor(
    private readonly ledger: AccessLedger,
    private readonly claims: Claims,
  ) {}

  async link(
    context: CommandContext,
    wish: Omit<LinkLogin, 'loginName' | 'firstAdministrator'>,
  ): Promise<Answer<LinkLoginRefused | LoginTaken>> {
    const { personId } = wish;
    const { tenant } = context;
    const { persons } = this.ledger;
    const login = loginValue(wish);
    const loginName = await this.claims.nameOf(tenant, login);
    const firstAdministrator = (await this.claims.ownerOf(tenant, FIRST_ADMINISTRATOR)) === personId;
    const decide = (person: Person) => linkLogin({ ...wish, loginName, firstAdministrator }, person);

    // Nothing is claimed for what would be refused; it may also be the same command again.
    const { state } = await persons.load(tenant, personId);
    if (!decide(state).accepted) return persons.handle(personId, context, decide);

    const { owner } = await this.claims.claim(context, login, personId);
    if (owner !== personId) return { accepted: false, refusal: { code: 'LOGIN_TAKEN', personId: owner as PersonId } };
    return persons.handle(personId, context, decide);
  }
}
