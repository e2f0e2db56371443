import type { tickets } from '@ledgerdesk/contracts';
import { newId, type TicketId } from '@ledgerdesk/kernel';
import type { ChangeTicket } from '../domain/change-ticket.ts';
import type { Desk } from '../domain/desk.ts';
import type { Circumstances } from '../domain/hearing.ts';
import type { TicketCommand } from '../domain/ticket-command.ts';
import type { Named } from '../ports/desk-directory.ts';
import { Faults, type Read } from './faults.ts';
import { readBody, readReason } from './request-texts.ts';

export const MAX_COMMANDS = 20;

type WishOf<Command> = Command extends TicketCommand ? Omit<Command, keyof Circumstances | 'desk'> : never;
/** A command, but for what the service adds. */
export type Wish = WishOf<TicketCommand>;

/** What a caller wishes of one ticket. */
export interface Wishes {
  readonly ticketId: TicketId;
  readonly expectedRevision: number | null;
  readonly wishes: readonly Wish[];
}

export function readWishes(request: tickets.ChangeTicketRequest, via: string): Read<Wishes> {
  const faults = new Faults();
  const ticketId = faults.id(['ticketId'], 'tkt', request.ticketId);
  if (request.ticketId === '') faults.note(['ticketId'], { rule: 'REQUIRED' });
  if (request.commands.length === 0) faults.note(['commands'], { rule: 'REQUIRED' });
  if (request.commands.length > MAX_COMMANDS) faults.note(['commands'], { rule: 'TOO_MANY', max: MAX_COMMANDS });
  const wishes = request.commands
    .slice(0, MAX_COMMANDS)
    .map(({ command }, index) => readWish(command, { path: ['commands', String(index)], via, faults }));
  return faults.read({
    ticketId: ticketId as TicketId,
    expectedRevision: request.expectedRevision ?? null,
    wishes: wishes.filter((wish) => wish !== undefined),
  });
}

interface Reading {
  readonly path: readonly string[];
  readonly via: string;
  readonly faults: Faults;
}

function readWish(command: tickets.TicketCommand['command'], reading: Reading): Wish | undefined {
  const { path, via, faults } = reading;
  const at = (...more: string[]) => [...path, command?.$case ?? '', ...more];
  const message = (id: string) => faults.id(at('messageId'), 'msg', id) ?? newId('msg');
  const reason = (name: string, text: string, required: boolean) => readReason(at(name), text, required, faults);
  switch (command?.$case) {
    case 'assign':
      return readAssign(command.value, at(), faults);
    case 'take':
      return { type: 'take' };
    case 'reply': {
      const { messageId, body } = command.value;
      return { type: 'reply', messageId: message(messageId), body: readBody(at('body'), body, faults), channel: via };
    }
    case 'note': {
      const { messageId, body } = command.value;
      return { type: 'note', messageId: message(messageId), body: readBody(at('body'), body, faults) };
    }
    case 'startWork':
      return { type: 'start work' };
    case 'waitForCustomer':
      return { type: 'wait for customer' };
    case 'hold':
      return { type: 'hold', reason: reason('reason', command.value.reason, true) };
    case 'resolve':
      return { type: 'resolve', resolution: reason('resolution', command.value.resolution, false) };
    case 'confirm':
      return { type: 'confirm' };
    case 'reopen':
      return { type: 'reopen', reason: reason('reason', command.value.reason, true) };
    case 'close':
      return { type: 'close' };
    case undefined:
      faults.note(path, { rule: 'REQUIRED' });
      return undefined;
  }
}

function readAssign({ teamId, agentId }: tickets.Assign, path: readonly string[], faults: Faults): Wish {
  if (teamId === '' && agentId === '') faults.note(path, { rule: 'REQUIRED' });
  return {
    type: 'assign',
    teamId: faults.id([...path, 'teamId'], 'tea', teamId),
    agentId: faults.id([...path, 'agentId'], 'psn', agentId),
  };
}

/** Whom the wishes name. */
export function namedInWishes({ wishes }: Wishes): Named {
  const assigns = wishes.filter((wish) => wish.type === 'assign');
  return {
    teams: assigns.flatMap(({ teamId }) => teamId ?? []),
    persons: assigns.flatMap(({ agentId }) => agentId ?? []),
    members: assigns.flatMap(({ teamId, agentId }) => (teamId && agentId ? [{ teamId, personId: agentId }] : [])),
  };
}

/** The wishes as commands to decide on. */
export const toChange = (
  { wishes, expectedRevision }: Wishes,
  circumstances: Circumstances & { readonly desk: Desk },
): ChangeTicket => ({
  expectedRevision,
  commands: wishes.map((wish) => ({ ...wish, ...circumstances })) as unknown as ChangeTicket['commands'],
});
