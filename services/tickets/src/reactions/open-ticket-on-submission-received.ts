import { intake, manyLines, oneLine } from '@ledgerdesk/contracts';
import {
  commandIdOf,
  openValues,
  type CommandContext,
  type CommandHandler,
  type KeyRing,
} from '@ledgerdesk/event-store';
import { newId, type SubmissionId, type TeamId, type TicketId } from '@ledgerdesk/kernel';
import { OnEvent, type HeardEvent } from '@ledgerdesk/messaging';
import type { Clock } from '@ledgerdesk/platform';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { TicketEvent } from '../domain/events.ts';
import { openTicket } from '../domain/open-ticket.ts';
import { refuseSubmission } from '../domain/refuse-submission.ts';
import { bodyFault, subjectFault, type Body } from '../domain/text.ts';
import { bears, type Ticket } from '../domain/ticket.ts';
import type { Lifecycles } from '../ports/lifecycles.ts';
import type { Requesters } from '../ports/requesters.ts';
import type { TicketNumbers } from '../ports/ticket-numbers.ts';

export interface OpenTicketNeeds {
  readonly tickets: CommandHandler<Ticket, TicketEvent>;
  readonly numbers: TicketNumbers;
  readonly requesters: Requesters;
  readonly lifecycles: Lifecycles;
  readonly keyRing: Pick<KeyRing, 'find'>;
  readonly clock: Clock;
}

/** What the reaction is given in Nest's container. */
export const OPEN_TICKET_NEEDS = Symbol('OpenTicketNeeds');

type Received = HeardEvent<'submission', 'submissionReceived'>;

/**
 * When a submission is received, its ticket is opened for the person who wrote it. A repeated event opens no second one:
 * the ticket's id is the submission's. What is refused is kept as an event, and the first answer stands; what is not answered
 * is thrown, and tried again.
 */
@Controller()
export class OpenTicketOnSubmissionReceived {
  constructor(@Inject(OPEN_TICKET_NEEDS) private readonly needs: OpenTicketNeeds) {}

  @OnEvent('tickets.open-ticket-on-submission-received', { topic: 'submission', message: 'submissionReceived' })
  async handle(@Payload() event: Received): Promise<void> {
    const { message } = event.message;
    if (event.origin === 'import') return;
    const ticketId = ticketIdOf(event.subject as SubmissionId);
    const { revision } = await this.needs.tickets.load(event.tenant, ticketId);
    if (revision >= 0) return;

    const written = await this.read(event, message.value);
    // Whoever asked to be forgotten before anybody read it asks nothing any more.
    if (written === 'erased') return;
    const refused = await this.open(event, message.value, written);
    if (refused) await this.refuse(event, refused);
  }

  /** What the writer said; `erased` where the key is gone. */
  private async read(
    { id: eventId, tenant, schemaVersion }: Received,
    { sealed }: intake.SubmissionReceived,
  ): Promise<intake.SubmissionReceivedPersonal | 'erased'> {
    if (!sealed) throw new Error(`Submission event ${eventId} holds nothing sealed`);
    const [opened] = await openValues(this.needs.keyRing, tenant, [{ eventId, schemaVersion, sealed }]);
    return opened instanceof Uint8Array ? intake.SubmissionReceivedPersonal.decode(opened) : 'erased';
  }

  /** The code with which it was refused, or nothing. */
  private async open(
    event: Received,
    { channel }: intake.SubmissionReceived,
    { name, mail, bodyFormat, ...written }: intake.SubmissionReceivedPersonal,
  ): Promise<string | undefined> {
    const { requesters, numbers, lifecycles, tickets } = this.needs;
    const { tenant, id: causationId, correlationId } = event;
    const submissionId = event.subject as SubmissionId;
    const [subject, content] = [oneLine(written.subject), manyLines(written.body)];
    if (subjectFault(subject) ?? bodyFault(content)) return 'INVALID_INPUT';
    const requester = await requesters.identify({ tenant, name, mail, submissionId, causationId, correlationId });
    if (!requester.known) return requester.code;

    const { personId: requesterId } = requester;
    const context = this.context(event, 'open-ticket');
    const body: Body = { format: bodyFormat === 'html' ? 'html' : 'text', content };
    const command = {
      by: { id: SERVICE, permissions: ['ticket.open-for'], teams: [] },
      at: context.occurredAt,
      lifecycle: lifecycles.of(tenant),
      number: await numbers.next(tenant),
      requesterId,
      subject,
      body,
      messageId: newId('msg'),
      // The requester is whoever owns the address; that the owner wrote it is more than an anonymous writer can say.
      authorVerified: event.actor.kind !== 'anonymous',
      channel,
      submissionId,
      teamId: null,
      priority: 'normal',
      // Access has just said so; its events may still be on their way.
      desk: { teams: new Set<TeamId>(), persons: new Map([[requesterId, new Set<TeamId>()]]) },
    } as const;
    const handled = await tickets.handle(ticketIdOf(submissionId), context, (ticket) => openTicket(command, ticket));
    if (!bears(handled, command.number)) await numbers.giveBack(tenant, command.number);
    return handled.accepted ? undefined : handled.refusal.code;
  }

  private async refuse(event: Received, code: string): Promise<void> {
    const submissionId = event.subject as SubmissionId;
    const context = this.context(event, 'refuse-submission');
    await this.needs.tickets.handle(ticketIdOf(submissionId), context, (ticket) =>
      refuseSubmission({ submissionId, code }, ticket),
    );
  }

  private context(event: Received, reaction: string): CommandContext {
    const { tenant, id: causationId, correlationId, origin, traceparent, actor } = event;
    return {
      tenant,
      commandId: commandIdOf(causationId, reaction),
      derived: true,
      correlationId,
      causationId,
      actor: { kind: 'service', id: SERVICE, onBehalfOf: actor.id, via: 'reaction' },
      origin,
      occurredAt: this.needs.clock.now(),
      ...(traceparent && { traceparent }),
      body: null,
    };
  }
}

const SERVICE = 'service:tickets';

/** The ticket that a submission becomes: the same UUID under another prefix. */
export const ticketIdOf = (submissionId: SubmissionId): TicketId => `tkt_${submissionId.slice('sub_'.length)}`;
