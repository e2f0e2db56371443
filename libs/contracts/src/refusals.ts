import type { Json } from '@ledgerdesk/kernel';

/** Every code with which a command can be refused, and what it says to a person. */
export const refusals = {
  ALREADY_ASSIGNED: 'The ticket is assigned like this already.',
  ALREADY_IN_STATE: 'The ticket is in this state already.',
  COMMAND_ID_REUSED: 'This command id was used for another command, or by somebody else.',
  EDIT_CONFLICT: 'This was changed in the meantime.',
  INVALID_INPUT: 'The input has faults.',
  KEY_TAKEN: 'This key is taken.',
  LOGIN_LINKED: 'The login is linked to this person already.',
  LOGIN_TAKEN: 'This login belongs to another person.',
  MAIL_TAKEN: 'This mail address belongs to another person.',
  MESSAGE_EXISTS: 'The ticket has a message with this id already.',
  NOT_A_TEAM_MEMBER: 'The agent is not a member of this team.',
  NOT_PERMITTED: 'You may not do this.',
  PERSON_EXISTS: 'A person with this id exists already.',
  PERSON_NOT_FOUND: 'There is no such person.',
  REOPEN_WINDOW_PASSED: 'The ticket was resolved too long ago to be reopened.',
  ROLE_HELD: 'The person has this role already.',
  ROLE_NOT_HELD: 'The person does not have this role.',
  TEAM_EXISTS: 'A team with this id exists already.',
  TEAM_JOINED: 'The person is a member of this team already.',
  TEAM_NOT_FOUND: 'There is no such team.',
  TENANT_EXISTS: 'A tenant with this id exists already.',
  TENANT_NOT_FOUND: 'There is no such tenant.',
  TICKET_CLOSED: 'The ticket is closed: it can only be reopened.',
  TICKET_EXISTS: 'A ticket with this id exists already.',
  TICKET_NOT_FOUND: 'There is no such ticket.',
  TRANSITION_NOT_ALLOWED: 'The lifecycle does not lead from the current state to this one.',
} as const;

export type RefusalCode = keyof typeof refusals;

/** Why a command was not accepted: a code and the numbers behind it, as plain values by name. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Where in the input the fault lies, for the refusals that are the input's. */
  readonly path?: readonly string[];
  readonly [number: string]: Json | undefined;
}
