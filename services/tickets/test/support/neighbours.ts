import type { access, common } from '@ledgerdesk/contracts';
import { intake } from '@ledgerdesk/contracts';
import {
  createCommandHandler,
  firstVersion,
  sealedOf,
  type EventCategory,
  type EventStore,
  type KeyRing,
} from '@ledgerdesk/event-store';
import {
  accept,
  newId,
  personal,
  type Personal,
  type PersonId,
  type SubmissionId,
  type TenantId,
} from '@ledgerdesk/kernel';
import { publishCategory, type PublishedCategory } from '@ledgerdesk/messaging';
import type { RpcChannel } from '@ledgerdesk/platform';
import { SOME_TIME } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';

type DeskEvent =
  | { readonly type: 'TeamCreated'; readonly key: string; readonly name: string }
  | { readonly type: 'TeamJoined' | 'TeamLeft'; readonly personId: PersonId };
type RegistrationEvent = { readonly type: 'PersonRegistered' };
type SubmissionEvent = {
  readonly type: 'SubmissionReceived';
  readonly personal: Personal<intake.SubmissionReceivedPersonal>;
};

const aggregate = { initial: null, evolve: () => null };
const team: EventCategory<null, DeskEvent> = {
  name: 'team',
  aggregate,
  versions: { TeamCreated: firstVersion, TeamJoined: firstVersion, TeamLeft: firstVersion },
  personal: {},
};
const person: EventCategory<null, RegistrationEvent> = {
  name: 'person',
  aggregate,
  versions: { PersonRegistered: firstVersion },
  personal: {},
};
const submission: EventCategory<null, SubmissionEvent> = {
  name: 'submission',
  aggregate,
  versions: { SubmissionReceived: firstVersion },
  personal: { SubmissionReceived: intake.SubmissionReceivedPersonal },
};

/** What access and intake publish, as far as this service listens. */
export const neighbourhood: readonly PublishedCategory[] = [
  publishCategory('team', team, {
    TeamCreated: ({ key, name }) => ({ message: { $case: 'teamCreated', value: { key, name } } }),
    TeamJoined: ({ personId }) => ({ message: { $case: 'teamJoined', value: { personId } } }),
    TeamLeft: ({ personId }) => ({ message: { $case: 'teamLeft', value: { personId } } }),
  }),
  publishCategory('person', person, {
    PersonRegistered: () => ({
      message: { $case: 'personRegistered', value: { roles: [], language: '', sealed: undefined } },
    }),
  }),
  publishCategory('submission', submission, {
    SubmissionReceived: (event) => ({
      message: {
        $case: 'submissionReceived',
        value: { channel: 'form', language: 'en', sealed: sealedOf(event.personal) },
      },
    }),
  }),
];

/** The other services, as far as this one can tell: what they write, and access answering who owns an address. */
export class Neighbours {
  private readonly teams;
  private readonly persons;
  private readonly submissions;
  /** Who was registered by whose address. */
  readonly owners = new Map<string, PersonId>();

  constructor(options: { readonly eventStore: EventStore; readonly keyRing: KeyRing }) {
    this.teams = createCommandHandler(team, options);
    this.persons = createCommandHandler(person, options);
    this.submissions = createCommandHandler(submission, options);
  }

  async tell(tenant: TenantId, teamId: string, ...events: [DeskEvent, ...DeskEvent[]]): Promise<void> {
    await this.teams.handle(teamId, context(tenant), () => accept(...events));
  }

  async register(tenant: TenantId, personId: PersonId): Promise<void> {
    await this.persons.handle(personId, context(tenant), () => accept({ type: 'PersonRegistered' }));
  }

  /** Takes a submission in; answers its id. */
  async submit(tenant: TenantId, said: intake.SubmissionReceivedPersonal): Promise<SubmissionId> {
    const id = newId('sub');
    await this.submissions.handle(id, context(tenant), () =>
      accept({ type: 'SubmissionReceived', personal: personal(id, said) }),
    );
    return id;
  }

  /** The way to access, which makes one person of one address. */
  get rpc(): RpcChannel {
    const identifyPerson = ({ mail }: access.IdentifyPersonRequest): Promise<common.CommandReply> => {
      const id = this.owners.get(mail) ?? newId('psn');
      this.owners.set(mail, id);
      return Promise.resolve({ outcome: { $case: 'accepted', value: { id, revision: 0, cursor: '' } } });
    };
    return { client: () => ({ identifyPerson }) as never, close: () => Promise.resolve() };
  }
}

const context = (tenant: TenantId) =>
  ({
    tenant,
    commandId: randomUUID(),
    derived: true,
    correlationId: 'a-correlation',
    actor: { kind: 'anonymous', id: 'anonymous', via: 'form' },
    origin: 'live',
    occurredAt: SOME_TIME,
    body: null,
  }) as const;
