import { Inject } from '@nestjs/common';
import { Args, Context, Mutation } from '@nestjs/graphql';
import { GatewayResolver } from '../gateway-resolver.ts';
import type { RequestScope } from '../request/request-scope.ts';
import {
  AddNoteInput,
  AssignTicketInput,
  ChangeTicketInput,
  CloseTicketInput,
  ConfirmResolutionInput,
  HoldTicketInput,
  ReopenTicketInput,
  ReplyToTicketInput,
  ResolveTicketInput,
  StartWorkInput,
  TakeTicketInput,
  WaitForCustomerInput,
} from './change-ticket.input.ts';
import { OpenTicketInput } from './open-ticket.input.ts';
import { TicketActs } from './ticket-acts.ts';
import {
  AddNoteResult,
  AssignTicketResult,
  ChangeTicketResult,
  CloseTicketResult,
  ConfirmResolutionResult,
  HoldTicketResult,
  OpenTicketResult,
  ReopenTicketResult,
  ReplyToTicketResult,
  ResolveTicketResult,
  StartWorkResult,
  TakeTicketResult,
  WaitForCustomerResult,
} from './ticket-results.ts';
import { assign, note, reply, toCommand, type Command } from './to-command.ts';

/** Commands to tickets. Whether the caller may is decided by the service that decides the rest. */
@GatewayResolver()
export class TicketCommandsResolver {
  constructor(@Inject(TicketActs) private readonly acts: TicketActs) {}

  @Mutation(() => OpenTicketResult, { description: 'A request becomes a ticket.' })
  openTicket(@Context() scope: RequestScope, @Args('input') input: OpenTicketInput) {
    return this.acts.open(scope, input);
  }

  @Mutation(() => AssignTicketResult, { description: 'To a team, to an agent of it, or both.' })
  assignTicket(@Context() scope: RequestScope, @Args('input') input: AssignTicketInput) {
    return this.acts.change(scope, { type: AssignTicketInput, input, commands: (input) => [assign(input)] });
  }

  @Mutation(() => TakeTicketResult, { description: 'You make the ticket your own.' })
  takeTicket(@Context() scope: RequestScope, @Args('input') input: TakeTicketInput) {
    return this.acts.change(scope, { type: TakeTicketInput, input, commands: () => [{ $case: 'take', value: {} }] });
  }

  @Mutation(() => ReplyToTicketResult, { description: 'A message to the other side.' })
  replyToTicket(@Context() scope: RequestScope, @Args('input') input: ReplyToTicketInput) {
    return this.acts.change(scope, { type: ReplyToTicketInput, input, commands: (input) => [reply(input)] });
  }

  @Mutation(() => AddNoteResult, { description: 'A word among the desk; the requester never sees it.' })
  addNote(@Context() scope: RequestScope, @Args('input') input: AddNoteInput) {
    return this.acts.change(scope, { type: AddNoteInput, input, commands: (input) => [note(input)] });
  }

  @Mutation(() => StartWorkResult, { description: 'Somebody works on it from now on; what waited goes on.' })
  startWork(@Context() scope: RequestScope, @Args('input') input: StartWorkInput) {
    return this.acts.change(scope, {
      type: StartWorkInput,
      input,
      commands: () => [{ $case: 'startWork', value: {} }],
    });
  }

  @Mutation(() => WaitForCustomerResult, { description: 'Nothing can be done until the requester answers.' })
  waitForCustomer(@Context() scope: RequestScope, @Args('input') input: WaitForCustomerInput) {
    return this.acts.change(scope, {
      type: WaitForCustomerInput,
      input,
      commands: () => [{ $case: 'waitForCustomer', value: {} }],
    });
  }

  @Mutation(() => HoldTicketResult, { description: "Nothing can be done for a reason that is not the requester's." })
  holdTicket(@Context() scope: RequestScope, @Args('input') input: HoldTicketInput) {
    return this.acts.change(scope, {
      type: HoldTicketInput,
      input,
      commands: (input) => [{ $case: 'hold', value: { reason: input.reason } }],
    });
  }

  @Mutation(() => ResolveTicketResult, { description: 'The desk holds that the request is answered.' })
  resolveTicket(@Context() scope: RequestScope, @Args('input') input: ResolveTicketInput) {
    return this.acts.change(scope, {
      type: ResolveTicketInput,
      input,
      commands: (input) => [{ $case: 'resolve', value: { resolution: input.resolution ?? '' } }],
    });
  }

  @Mutation(() => ConfirmResolutionResult, { description: 'The requester agrees that it is resolved: it closes.' })
  confirmResolution(@Context() scope: RequestScope, @Args('input') input: ConfirmResolutionInput) {
    return this.acts.change(scope, {
      type: ConfirmResolutionInput,
      input,
      commands: () => [{ $case: 'confirm', value: {} }],
    });
  }

  @Mutation(() => ReopenTicketResult, { description: 'It was not resolved after all.' })
  reopenTicket(@Context() scope: RequestScope, @Args('input') input: ReopenTicketInput) {
    return this.acts.change(scope, {
      type: ReopenTicketInput,
      input,
      commands: (input) => [{ $case: 'reopen', value: { reason: input.reason } }],
    });
  }

  @Mutation(() => CloseTicketResult, { description: 'The desk ends the ticket.' })
  closeTicket(@Context() scope: RequestScope, @Args('input') input: CloseTicketInput) {
    return this.acts.change(scope, { type: CloseTicketInput, input, commands: () => [{ $case: 'close', value: {} }] });
  }

  @Mutation(() => ChangeTicketResult, { description: 'Several commands as one act: in order, all or nothing.' })
  changeTicket(@Context() scope: RequestScope, @Args('input') input: ChangeTicketInput) {
    const commands = (): readonly Command[] => input.commands.map(toCommand);
    return this.acts.change(scope, { type: ChangeTicketInput, input, commands, placeOf: (path) => path });
  }
}
