import { tickets } from '@ledgerdesk/contracts';
import { BusyError } from '@ledgerdesk/event-store';
import {
  Caller,
  IDENTITY_VERIFIER,
  MalformedRequestError,
  RpcController,
  toRefusalMessage,
  Traceparent,
  type Identity,
  type IdentityVerifier,
} from '@ledgerdesk/platform';
import type { DynamicModule } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { setTimeout } from 'node:timers/promises';

/** Answers as the subject of the ticket to open says; it has no handler for the other method. */
@RpcController()
class EchoController {
  @GrpcMethod('Tickets', 'OpenTicket')
  async openTicket(
    @Payload() request: tickets.OpenTicketRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent: string | undefined,
  ): Promise<tickets.TicketReply> {
    switch (request.subject) {
      case 'be refused':
        return { outcome: { $case: 'refused', value: toRefusalMessage({ code: 'REOPEN_WINDOW_PASSED', days: 18 }) } };
      case 'be busy':
        throw new BusyError('queue of 10.0.0.7 is full');
      case 'be malformed':
        throw new MalformedRequestError('ticket_id: “x” is not an id');
      case 'break':
        throw new Error('password of 10.0.0.7 is wrong');
      case 'answer nothing':
        return undefined as unknown as tickets.TicketReply;
      case 'be late':
        await setTimeout(500);
    }
    const said = JSON.stringify([request, caller, traceparent]);
    return { outcome: { $case: 'accepted', value: { ticketId: said, number: 'LD-1', revision: 3, cursor: '' } } };
  }
}

/** A service to call. */
export const echoModule = (verifier: IdentityVerifier): DynamicModule => ({
  module: class EchoModule {},
  controllers: [EchoController],
  providers: [{ provide: IDENTITY_VERIFIER, useValue: verifier }],
});
