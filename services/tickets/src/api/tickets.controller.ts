import { tickets } from '@ledgerdesk/contracts';
import type { CommandContext } from '@ledgerdesk/event-store';
import {
  Caller,
  commandContext,
  RpcController,
  Traceparent,
  type Identity,
  type IncomingCommand,
} from '@ledgerdesk/platform';
import { Inject } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import type { Caller as TicketCaller } from '../domain/caller.ts';
import { changeTicket } from '../domain/change-ticket.ts';
import type { Circumstances } from '../domain/hearing.ts';
import { openTicket, unopenable } from '../domain/open-ticket.ts';
import { bears } from '../domain/ticket.ts';
import { namedInWishes, readWishes, toChange } from './change-ticket-request.ts';
import { namedInOpening, readOpening } from './open-ticket-request.ts';
import { toRefused, toReply } from './ticket-reply.ts';
import { TICKETS_API, type TicketsApi } from './tickets-api.ts';

/** Commands to tickets. */
@RpcController()
export class TicketsController {
  constructor(@Inject(TICKETS_API) private readonly api: TicketsApi) {}

  @GrpcMethod('Tickets', 'OpenTicket')
  async openTicket(
    @Payload() request: tickets.OpenTicketRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<tickets.TicketReply> {
    const { directory, numbers, tickets: handler } = this.api;
    const context = this.contextOf('OpenTicket', { request, caller, traceparent });
    const by = callerOf(caller);
    const read = readOpening(request, by.id);
    if (!read.valid) return toRefused({ ...read.refusal });

    const desk = await directory.lookUp(context.tenant, namedInOpening(read.value, by.id));
    const wish = { ...read.value.wish, ...this.circumstances(context, by), desk };
    // A repeat gets its first answer, whatever would be answered now: so the refusal itself is left to the decision.
    const number = unopenable(wish) ? '' : await numbers.next(context.tenant);
    const handled = await handler.handle(read.value.ticketId, context, (ticket) =>
      openTicket({ ...wish, number }, ticket),
    );
    // To look for a repeat before would cost every ticket a question to the ledger.
    if (number !== '' && !bears(handled, number)) await numbers.giveBack(context.tenant, number);
    return toReply(handled);
  }

  @GrpcMethod('Tickets', 'ChangeTicket')
  async changeTicket(
    @Payload() request: tickets.ChangeTicketRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<tickets.TicketReply> {
    const { directory, tickets: handler } = this.api;
    const context = this.contextOf('ChangeTicket', { request, caller, traceparent });
    const read = readWishes(request, context.actor.via);
    if (!read.valid) return toRefused({ ...read.refusal });

    const desk = await directory.lookUp(context.tenant, namedInWishes(read.value));
    const change = toChange(read.value, { ...this.circumstances(context, callerOf(caller)), desk });
    return toReply(
      await handler.handle(read.value.ticketId, context, (ticket, revision) => changeTicket(change, ticket, revision)),
    );
  }

  private contextOf(name: string, incoming: Omit<IncomingCommand, 'definition' | 'name' | 'clock'>): CommandContext {
    return commandContext({ definition: tickets.TicketsDefinition, name, clock: this.api.clock, ...incoming });
  }

  private circumstances({ tenant, occurredAt }: CommandContext, by: TicketCaller): Circumstances {
    return { by, at: occurredAt, lifecycle: this.api.lifecycles.of(tenant) };
  }
}

const callerOf = ({ subject, actingFor, permissions, teams }: Identity): TicketCaller => ({
  id: actingFor ?? subject,
  permissions,
  teams,
});
