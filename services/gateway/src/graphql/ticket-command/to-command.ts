import { tickets } from '@ledgerdesk/contracts';
import type { BodyInput } from './body.input.ts';
import type { AssignInput, MessageInput, TicketCommandInput } from './ticket-command.input.ts';

/** A command as proto words it. */
export type Command = NonNullable<tickets.TicketCommand['command']>;

export const assign = ({ teamId, agentId }: AssignInput): Command => ({
  $case: 'assign',
  value: { teamId: teamId ?? '', agentId: agentId ?? '' },
});

export const reply = (input: MessageInput): Command => ({ $case: 'reply', value: toMessage(input) });
export const note = (input: MessageInput): Command => ({ $case: 'note', value: toMessage(input) });

/** The command of an act that the one filled field names. */
export function toCommand(input: TicketCommandInput): Command {
  if (input.assign) return assign(input.assign);
  if (input.take) return { $case: 'take', value: {} };
  if (input.reply) return reply(input.reply);
  if (input.note) return note(input.note);
  if (input.startWork) return { $case: 'startWork', value: {} };
  if (input.waitForCustomer) return { $case: 'waitForCustomer', value: {} };
  if (input.hold) return { $case: 'hold', value: { reason: input.hold.reason } };
  if (input.resolve) return { $case: 'resolve', value: { resolution: input.resolve.resolution ?? '' } };
  if (input.confirm) return { $case: 'confirm', value: {} };
  if (input.reopen) return { $case: 'reopen', value: { reason: input.reopen.reason } };
  return { $case: 'close', value: {} };
}

const toMessage = ({ messageId, body }: MessageInput): tickets.Reply => ({
  messageId: messageId ?? '',
  body: toBody(body),
});

const FORMAT = { text: tickets.BodyFormat.BODY_FORMAT_TEXT, html: tickets.BodyFormat.BODY_FORMAT_HTML };

export const toBody = ({ format, content }: BodyInput): tickets.Body => ({ format: FORMAT[format], content });
