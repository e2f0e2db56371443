import { createUnionType, ObjectType } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';
import { EditConflict } from '../refusal/edit-conflict.type.ts';
import { InvalidInput } from '../refusal/invalid-input.type.ts';
import type { Refusal } from '../refusal/refusal.type.ts';
import {
  AlreadyAssigned,
  AlreadyInState,
  CommandIdReused,
  MessageExists,
  NotATeamMember,
  NotPermitted,
  PersonNotFound,
  ReopenWindowPassed,
  TeamNotFound,
  TicketClosed,
  TicketExists,
  TicketNotFound,
  TransitionNotAllowed,
} from '../refusal/refusals.type.ts';
import { TicketSuccess, OpenTicketSuccess } from './ticket-success.type.ts';

/** What any command can meet. */
const ALWAYS = [NotPermitted, CommandIdReused, InvalidInput];
/** What a command to a ticket can meet before its own rule is asked. */
const TO_TICKET = [TicketNotFound, EditConflict, ...ALWAYS];
const TO_LIVE_TICKET = [...TO_TICKET, TicketClosed];
const STEP = [...TO_LIVE_TICKET, AlreadyInState, TransitionNotAllowed];

export const OpenTicketResult = resultOf('OpenTicket', OpenTicketSuccess, [
  ...ALWAYS,
  PersonNotFound,
  TeamNotFound,
  TicketExists,
]);
export const AssignTicketResult = ofChange('AssignTicket', [
  ...TO_LIVE_TICKET,
  AlreadyAssigned,
  NotATeamMember,
  PersonNotFound,
  TeamNotFound,
]);
export const TakeTicketResult = ofChange('TakeTicket', [...TO_LIVE_TICKET, AlreadyAssigned, NotATeamMember]);
export const ReplyToTicketResult = ofChange('ReplyToTicket', [...TO_LIVE_TICKET, MessageExists, ReopenWindowPassed]);
export const AddNoteResult = ofChange('AddNote', [...TO_LIVE_TICKET, MessageExists]);
export const StartWorkResult = ofChange('StartWork', STEP);
export const WaitForCustomerResult = ofChange('WaitForCustomer', STEP);
export const HoldTicketResult = ofChange('HoldTicket', STEP);
export const ResolveTicketResult = ofChange('ResolveTicket', STEP);
export const ConfirmResolutionResult = ofChange('ConfirmResolution', [...TO_LIVE_TICKET, TransitionNotAllowed]);
export const ReopenTicketResult = ofChange('ReopenTicket', [...TO_TICKET, TransitionNotAllowed, ReopenWindowPassed]);
export const CloseTicketResult = ofChange('CloseTicket', [...TO_LIVE_TICKET, TransitionNotAllowed]);
export const ChangeTicketResult = ofChange('ChangeTicket', [
  ...STEP,
  AlreadyAssigned,
  MessageExists,
  NotATeamMember,
  PersonNotFound,
  ReopenWindowPassed,
  TeamNotFound,
]);

function ofChange(command: string, refusals: readonly Type<Refusal>[]): object {
  class Success extends TicketSuccess {}
  ObjectType(`${command}Success`, { implements: () => TicketSuccess })(Success);
  return resultOf(command, Success, refusals);
}

/** The union `<Command>Result`: the success, or one of the refusals that can really occur. */
function resultOf(command: string, success: Type<TicketSuccess>, refusals: readonly Type<Refusal>[]): object {
  return createUnionType({
    name: `${command}Result`,
    types: () => [success, ...refusals] as const,
    resolveType: ({ typename }: { readonly typename?: string }) => typename ?? `${command}Success`,
  });
}
