import { tickets, type Refusal as Refused } from '@ledgerdesk/contracts';
import type { TicketId } from '@ledgerdesk/kernel';
import type { ClassConstructor } from 'class-transformer';
import type { TicketAnswer, TicketsClient } from '../../clients/tickets.client.ts';
import { inputFaults } from '../input/input-faults.ts';
import { EditConflict, type Conflict } from '../refusal/edit-conflict.type.ts';
import { namedPlace } from '../refusal/named-place.ts';
import type { Refusal } from '../refusal/refusal.type.ts';
import { toInvalidInput, toRefusal, type PlaceOf } from '../refusal/to-refusal.ts';
import type { RequestScope } from '../request/request-scope.ts';
import type { PriorityKey } from '../ticket/priority.type.ts';
import type { ToTicket } from './change-ticket.input.ts';
import { OpenTicketInput } from './open-ticket.input.ts';
import { OpenTicketSuccess, TicketSuccess } from './ticket-success.type.ts';
import { toBody, type Command } from './to-command.ts';

/** A change as its mutation says it. */
export interface Change<Input extends ToTicket> {
  readonly type: ClassConstructor<Input>;
  readonly input: Input;
  readonly commands: (input: Input) => readonly Command[];
  readonly placeOf?: PlaceOf;
}

/** A single command's input is the command itself: what lies in the only command of an act lies in the input. */
const ofSingle: PlaceOf = (path) => (path[0] === 'commands' ? path.slice(3) : path);

/** Sends what the mutations wish, after the input was judged whole. */
export class TicketActs {
  constructor(private readonly client: TicketsClient) {}

  async open(scope: RequestScope, input: OpenTicketInput): Promise<OpenTicketSuccess | Refusal> {
    const faults = inputFaults(OpenTicketInput, input);
    if (faults.length > 0) return refused(scope, toInvalidInput(faults));
    const answer = await this.client.openTicket(scope, {
      commandId: input.commandId,
      ticketId: input.ticketId ?? '',
      requesterId: input.requesterId ?? '',
      subject: input.subject,
      body: toBody(input.body),
      channel: '',
      submissionId: '',
      teamId: input.teamId ?? '',
      priority: PRIORITY[input.priority ?? 'normal'],
    });
    if (!answer.accepted)
      return refused(
        scope,
        refusedAt(answer.refusal, input, (path) => path),
      );
    await noteChange(scope, answer);
    return new OpenTicketSuccess(answer, scope);
  }

  /** A single command and an act of several are sent alike. */
  async change<Input extends ToTicket>(
    scope: RequestScope,
    { type, input, commands, placeOf = ofSingle }: Change<Input>,
  ): Promise<TicketSuccess | Refusal> {
    const faults = inputFaults(type, input);
    if (faults.length > 0) return refused(scope, toInvalidInput(faults));
    const { commandId, ticketId, expectedRevision } = input;
    const answer = await this.client.changeTicket(scope, {
      commandId,
      ticketId,
      expectedRevision: expectedRevision ?? undefined,
      commands: commands(input).map((command) => ({ command })),
    });
    if (answer.accepted) {
      await noteChange(scope, answer);
      return new TicketSuccess(answer, scope);
    }
    const refusal = refused(scope, refusedAt(answer.refusal, input, placeOf));
    if (refusal.code !== 'EDIT_CONFLICT') return refusal;
    return new EditConflict(refusal as Conflict, ticketId as TicketId, scope);
  }
}

/** Said of the operation as well. */
function refused(scope: RequestScope, refusal: Refusal): Refusal {
  scope.answer.refused = true;
  return refusal;
}

const refusedAt = (refused: Refused, input: object, placeOf: PlaceOf): Refusal =>
  toRefusal(refused, (path) => namedPlace(refused, input, placeOf(path)));

function noteChange(
  scope: RequestScope,
  { ticketId, cursor }: Extract<TicketAnswer, { accepted: true }>,
): Promise<void> {
  return scope.reads.noteChange('ticket', ticketId, cursor);
}

const PRIORITY: Readonly<Record<PriorityKey, tickets.Priority>> = {
  low: tickets.Priority.PRIORITY_LOW,
  normal: tickets.Priority.PRIORITY_NORMAL,
  high: tickets.Priority.PRIORITY_HIGH,
  urgent: tickets.Priority.PRIORITY_URGENT,
};
