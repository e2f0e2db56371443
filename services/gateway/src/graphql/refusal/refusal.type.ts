import type { RefusalCode } from '@ledgerdesk/contracts';
import { Field, InterfaceType, registerEnumType } from '@nestjs/graphql';

/** The codes with which the gateway's commands can be refused. */
export const RefusalCodes = {
  ALREADY_ASSIGNED: 'ALREADY_ASSIGNED',
  ALREADY_IN_STATE: 'ALREADY_IN_STATE',
  COMMAND_ID_REUSED: 'COMMAND_ID_REUSED',
  EDIT_CONFLICT: 'EDIT_CONFLICT',
  INVALID_INPUT: 'INVALID_INPUT',
  MESSAGE_EXISTS: 'MESSAGE_EXISTS',
  NOT_A_TEAM_MEMBER: 'NOT_A_TEAM_MEMBER',
  NOT_PERMITTED: 'NOT_PERMITTED',
  PERSON_NOT_FOUND: 'PERSON_NOT_FOUND',
  REOPEN_WINDOW_PASSED: 'REOPEN_WINDOW_PASSED',
  TEAM_NOT_FOUND: 'TEAM_NOT_FOUND',
  TICKET_CLOSED: 'TICKET_CLOSED',
  TICKET_EXISTS: 'TICKET_EXISTS',
  TICKET_NOT_FOUND: 'TICKET_NOT_FOUND',
  TRANSITION_NOT_ALLOWED: 'TRANSITION_NOT_ALLOWED',
} as const satisfies Partial<Record<RefusalCode, RefusalCode>>;

export type OfferedCode = keyof typeof RefusalCodes;

registerEnumType(RefusalCodes, { name: 'RefusalCode', description: 'Why a command was refused.' });

@InterfaceType('Refusal', {
  description: 'Why a command was not accepted. Nothing was done.',
  resolveType: ({ typename }: Refusal) => typename,
})
export abstract class Refusal {
  readonly typename!: string;

  @Field(() => RefusalCodes)
  readonly code!: OfferedCode;

  @Field(() => String, { description: 'The reason in English, for people.' })
  readonly message!: string;

  @Field(() => [String], { description: 'Where in the input the reason lies; empty where it is at no one place.' })
  readonly path!: readonly string[];
}
