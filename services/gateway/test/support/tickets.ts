import { tickets } from '@ledgerdesk/contracts';
import type { Instant, PersonId, TeamId, TenantId, TicketId } from '@ledgerdesk/kernel';
import { SOME_TIME, type FeedHistory, type SpeakingAggregate } from '@ledgerdesk/testing';
import { ANNA, as, CARLA, NETWORK, TICKET } from './desk.ts';

type Message = NonNullable<tickets.TicketEvent['message']>;

/** The state of that kind in the default lifecycle. */
export const state = (kind: string): tickets.State => ({ key: kind, kind, lifecycleVersion: 1 });

/** That many minutes after `SOME_TIME`. */
export const later = (minutes: number): Instant =>
  new Date(Date.parse(SOME_TIME) + minutes * 60_000).toISOString() as Instant;

const ENCODE = {
  ticketOpened: (content: string) =>
    tickets.TicketOpenedPersonal.encode({ subject: 'No network', body: { format: 'text', content } }),
  replyPosted: (content: string) => tickets.ReplyPostedPersonal.encode({ body: { format: 'html', content } }),
  noteAdded: (content: string) => tickets.NoteAddedPersonal.encode({ body: { format: 'text', content } }),
  ticketHeld: (reason: string) => tickets.TicketHeldPersonal.encode({ reason }),
  ticketResolved: (resolution: string) => tickets.TicketResolvedPersonal.encode({ resolution }),
  ticketReopened: (reason: string) => tickets.TicketReopenedPersonal.encode({ reason }),
};

interface Opening {
  readonly number?: string;
  readonly requesterId?: PersonId;
  readonly teamId?: TeamId | '';
  readonly at?: Instant;
  readonly authorVerified?: boolean;
}

/** A ticket to which things happen, a minute apart. */
export class ATicket {
  private readonly aggregate: SpeakingAggregate<'ticket'>;
  private requesterId: PersonId = CARLA;
  private minutes = 0;

  constructor(history: FeedHistory, id: TicketId = TICKET, tenant?: TenantId) {
    this.aggregate = history.aggregate('ticket', id, tenant);
  }

  opened({ number = 'LD-1', requesterId = CARLA, teamId = '', at = SOME_TIME, ...more }: Opening = {}): this {
    this.requesterId = requesterId;
    const { authorVerified = true } = more;
    const value = {
      number,
      requesterId,
      authorVerified,
      channel: 'form',
      submissionId: '',
      priority: 'normal',
      teamId,
    };
    return this.says(
      { $case: 'ticketOpened', value: { ...value, messageId: 'msg_1', state: state('new'), sealed: undefined } },
      { by: requesterId, text: 'Since this morning.', at },
    );
  }

  assigned(teamId: TeamId | '', agentId: PersonId | '' = ''): this {
    return this.says({ $case: 'ticketAssigned', value: { teamId, agentId, state: state('open') } });
  }

  taken(agentId: PersonId = ANNA): this {
    return this.says({ $case: 'ticketTaken', value: { agentId, state: state('open') } }, { by: agentId });
  }

  replied(by: PersonId = ANNA, direction = 'outbound', text = '<p>Which floor?</p>'): this {
    const value = { messageId: 'msg_2', authorId: by, direction, channel: 'graphql', sealed: undefined };
    return this.says({ $case: 'replyPosted', value }, { by, text });
  }

  noted(text = 'Her switch is old.'): this {
    return this.says(
      { $case: 'noteAdded', value: { messageId: 'msg_3', authorId: ANNA, sealed: undefined } },
      { text },
    );
  }

  moved($case: 'ticketStarted' | 'ticketPended' | 'ticketResumed' | 'ticketClosed', kind: string): this {
    return this.says({ $case, value: { state: state(kind) } });
  }

  held(text = 'A part is on its way.'): this {
    return this.says({ $case: 'ticketHeld', value: { state: state('on_hold'), sealed: undefined } }, { text });
  }

  resolved(text = 'The cable was loose.'): this {
    return this.says({ $case: 'ticketResolved', value: { state: state('resolved'), sealed: undefined } }, { text });
  }

  reopened(text = 'Again.'): this {
    const value = { state: state('open'), sealed: undefined };
    return this.says({ $case: 'ticketReopened', value }, { by: this.requesterId, text });
  }

  confirmed(): this {
    return this.says({ $case: 'resolutionConfirmed', value: {} }, { by: this.requesterId });
  }

  closed(): this {
    return this.moved('ticketClosed', 'closed');
  }

  noticed(): this {
    return this.says({ $case: 'bareNotice', value: {} });
  }

  refused(): this {
    return this.says({ $case: 'submissionRefused', value: { submissionId: 'sub_1', code: 'INVALID_INPUT' } });
  }

  /** All that can happen to a ticket. */
  livedThrough(): this {
    this.opened().assigned(NETWORK).taken().replied().noted().moved('ticketStarted', 'in_progress');
    this.moved('ticketPended', 'pending').replied(CARLA, 'inbound').moved('ticketResumed', 'in_progress').noticed();
    return this.held().resolved().reopened().resolved().confirmed().closed();
  }

  private says(message: Message, { by = ANNA, text, at = later(this.minutes) }: Saying = {}): this {
    this.minutes += 1;
    const said = text === undefined ? {} : { said: { subject: this.requesterId, plaintext: encoded(message, text) } };
    this.aggregate.says(message, { at, by: as(by), ...said });
    return this;
  }
}

interface Saying {
  readonly by?: PersonId;
  readonly text?: string;
  readonly at?: Instant;
}

const encoded = ({ $case }: Message, text: string): Uint8Array => ENCODE[$case as keyof typeof ENCODE](text).finish();
