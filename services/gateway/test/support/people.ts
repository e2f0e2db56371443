import { access, loginValue } from '@ledgerdesk/contracts';
import { valueName } from '@ledgerdesk/event-store';
import type { PersonId, TeamId, TenantId } from '@ledgerdesk/kernel';
import type { FeedHistory, SpeakingAggregate } from '@ledgerdesk/testing';

const ISSUER = 'https://issuer.example';
const NAMING_KEY = new Uint8Array(32);

/** What a login of a history is named by; alike in all tenants, which have naming keys of their own elsewhere. */
export const loginNamed = (subject: string, issuer = ISSUER): string =>
  valueName(NAMING_KEY, loginValue({ issuer, subject }));

/** A person to whom things happen. */
export class APerson {
  private readonly aggregate: SpeakingAggregate<'person'>;

  constructor(
    history: FeedHistory,
    private readonly id: PersonId,
    tenant?: TenantId,
  ) {
    this.aggregate = history.aggregate('person', id, tenant);
  }

  registered(name: string, ...roles: string[]): this {
    const mail = `${name.toLowerCase()}@example.com`;
    const plaintext = access.PersonRegisteredPersonal.encode({ name, mail }).finish();
    const value = { roles, language: 'en', sealed: undefined };
    this.aggregate.says({ $case: 'personRegistered', value }, { said: { subject: this.id, plaintext } });
    return this;
  }

  /** `subject` is what the identity provider calls the person. */
  linked(subject: string): this {
    const value = { issuer: ISSUER, loginName: loginNamed(subject), sealed: undefined };
    const plaintext = access.LoginLinkedPersonal.encode({ subject }).finish();
    this.aggregate.says({ $case: 'loginLinked', value }, { said: { subject: this.id, plaintext } });
    return this;
  }

  granted(role: string): this {
    this.aggregate.says({ $case: 'roleGranted', value: { role } });
    return this;
  }

  revoked(role: string): this {
    this.aggregate.says({ $case: 'roleRevoked', value: { role } });
    return this;
  }

  attributed(subjectId: string): this {
    this.aggregate.says({ $case: 'subjectAttributed', value: { subjectId } });
    return this;
  }
}

/** A team to which things happen. */
export class ATeam {
  private readonly aggregate: SpeakingAggregate<'team'>;

  constructor(history: FeedHistory, id: TeamId, tenant?: TenantId) {
    this.aggregate = history.aggregate('team', id, tenant);
  }

  created(key: string, name: string): this {
    this.aggregate.says({ $case: 'teamCreated', value: { key, name } });
    return this;
  }

  joined(personId: PersonId): this {
    this.aggregate.says({ $case: 'teamJoined', value: { personId } });
    return this;
  }

  left(personId: PersonId): this {
    this.aggregate.says({ $case: 'teamLeft', value: { personId } });
    return this;
  }
}
