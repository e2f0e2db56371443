import type { Desk, Part } from './desks.ts';

/** What is done to a ticket, and by whom: a mutation and its input beside ticket and command. */
export interface Step {
  readonly by: Part;
  readonly mutation: string;
  readonly input?: object;
}

const body = { content: 'Under load' };

/** Lives that tickets lead, from the opening to the end; together they hold every mutation that there is. */
export const livesOn = ({ agentId, teamId }: Desk): readonly (readonly [Step, ...Step[]])[] => [
  [
    { by: 'requester', mutation: 'openTicket', input: { subject: 'Taken', body } },
    { by: 'agent', mutation: 'takeTicket' },
    { by: 'agent', mutation: 'startWork' },
    { by: 'agent', mutation: 'resolveTicket', input: { resolution: 'Done' } },
    { by: 'requester', mutation: 'confirmResolution' },
  ],
  [
    { by: 'requester', mutation: 'openTicket', input: { subject: 'Assigned', body } },
    { by: 'supervisor', mutation: 'assignTicket', input: { teamId, agentId } },
    { by: 'agent', mutation: 'startWork' },
    { by: 'agent', mutation: 'replyToTicket', input: { body } },
    { by: 'agent', mutation: 'waitForCustomer' },
    { by: 'requester', mutation: 'replyToTicket', input: { body } },
    { by: 'agent', mutation: 'holdTicket', input: { reason: 'Parts are on their way' } },
    { by: 'agent', mutation: 'addNote', input: { body } },
    {
      by: 'agent',
      mutation: 'changeTicket',
      input: { commands: [{ startWork: true }, { reply: { body } }, { note: { body } }, { resolve: {} }] },
    },
    { by: 'requester', mutation: 'reopenTicket', input: { reason: 'Not quite' } },
    { by: 'agent', mutation: 'resolveTicket' },
    { by: 'agent', mutation: 'closeTicket' },
  ],
];
