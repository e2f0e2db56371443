import { commandIdOf, type CommandContext } from '@ledgerdesk/event-store';
import { newId, type PersonId, type SubmissionId } from '@ledgerdesk/kernel';
import { attributeSubject } from '../domain/attribute-subject.ts';
import type { Person } from '../domain/person.ts';
import type { PersonNotFound } from '../domain/refusals.ts';
import { registerPerson } from '../domain/register-person.ts';
import { mailValue, type Claim, type Claims } from './claims.ts';
import { onTheWay, placeOf, type AccessLedger, type Place } from './ledger.ts';
import type { Answer } from './reply.ts';

export interface IdentifyPerson {
  readonly mail: string;
  readonly name: string;
  /** Empty where none is to be attributed. */
  readonly submissionId: SubmissionId | '';
}

/** Finds the person who owns an address, and registers a requester where nobody does: one, however many ask at once. */
export class PersonIdentification {
  constructor(
    private readonly ledger: AccessLedger,
    private readonly claims: Claims,
  ) {}

  async identify(context: CommandContext, command: IdentifyPerson): Promise<Answer<PersonNotFound>> {
    const claim = await this.claims.claim(context, mailValue(command.mail), newId('psn'));
    const personId = await this.registered(context, command, claim);
    if (command.submissionId) return this.attribute(context, personId, command.submissionId);
    return { accepted: true, ...(await this.placeOf(context, personId)) };
  }

  /** The claim's owner, who exists when this answers. */
  private async registered(context: CommandContext, command: IdentifyPerson, claim: Claim): Promise<PersonId> {
    const owner = claim.owner as PersonId;
    const { state } = await this.ledger.persons.load(context.tenant, owner);
    if (holds(state, claim)) return owner;
    if (state.kind === 'none') return this.register(context, command, claim);
    const taken = await this.claims.takeOver(context, claim, newId('psn'));
    return this.registered(context, command, taken);
  }

  /** The command id is the claim's, not the caller's: whoever else finds the owner missing does the very same. */
  private async register(context: CommandContext, command: IdentifyPerson, claim: Claim): Promise<PersonId> {
    const personId = claim.owner as PersonId;
    const { tenant } = context;
    const { name, mail } = command;
    const commandId = commandIdOf(`${tenant}/${claim.name}/${personId}`, 'register owner');
    const requester = {
      tenant,
      personId,
      name,
      mail,
      roles: ['requester'],
      language: '',
      claims: [claim.name],
    } as const;
    const handled = await this.ledger.persons.handle(personId, onTheWay(context, commandId), (person: Person) =>
      registerPerson(requester, person),
    );
    // An administrator may have registered the person under this id in between, which is as well.
    if (handled.accepted || handled.refusal.code === 'PERSON_EXISTS') return personId;
    throw new Error(`A requester was refused with ${handled.refusal.code}`);
  }

  private attribute(
    context: CommandContext,
    personId: PersonId,
    subjectId: SubmissionId,
  ): Promise<Answer<PersonNotFound>> {
    return this.ledger.persons.handle(personId, context, (person: Person) =>
      attributeSubject({ personId, subjectId }, person),
    );
  }

  private async placeOf({ tenant }: CommandContext, id: PersonId): Promise<Place> {
    const place = await placeOf(this.ledger, { category: 'person', tenant, id });
    if (!place) throw new Error(`${id} was registered and is gone`);
    return place;
  }
}

export const holds = (person: Person, { name }: Claim): boolean =>
  person.kind === 'registered' && person.claims.includes(name);
