import { tickets } from '@ledgerdesk/contracts';
import type { DemoCommands } from './commands.ts';
import { personOf, type DemoStep, type DemoTenant, type DemoTicket } from './desk.ts';

const PRIORITY = {
  low: tickets.Priority.PRIORITY_LOW,
  normal: tickets.Priority.PRIORITY_NORMAL,
  high: tickets.Priority.PRIORITY_HIGH,
  urgent: tickets.Priority.PRIORITY_URGENT,
};

const bodyOf = (content: string): tickets.Body => ({ format: tickets.BodyFormat.BODY_FORMAT_TEXT, content });

export interface SeededTicket {
  readonly tenant: DemoTenant;
  readonly ticket: DemoTicket;
  /** Names its commands. */
  readonly path: string;
}

/** Opens a ticket, and does to it what the desk's people did. */
export async function seedTicket(commands: DemoCommands, { tenant, ticket, path }: SeededTicket): Promise<void> {
  const requester = personOf(tenant, ticket.requester);
  const as = await commands.as(tenant, requester, 'tickets');
  const { outcome } = await commands.send(() =>
    commands.tickets.openTicket(
      {
        header: commands.header(tenant.id, path),
        ticketId: '',
        requesterId: requester.id,
        subject: ticket.subject,
        body: bodyOf(ticket.body),
        channel: 'form',
        submissionId: '',
        teamId: '',
        priority: PRIORITY[ticket.priority],
      },
      as,
    ),
  );
  if (outcome?.$case !== 'accepted') return;
  const { ticketId } = outcome.value;
  for (const [index, step] of ticket.steps.entries()) {
    const header = commands.header(tenant.id, `${path}/${index}`);
    const by = await commands.as(tenant, personOf(tenant, step.by), 'tickets');
    const command = commandOf(tenant, step);
    await commands.send(() =>
      commands.tickets.changeTicket({ header, ticketId, expectedRevision: undefined, commands: [{ command }] }, by),
    );
  }
}

function commandOf(tenant: DemoTenant, step: DemoStep): tickets.TicketCommand['command'] {
  switch (step.act) {
    case 'assign': {
      const teamId = tenant.teams.find(({ key }) => key === step.team)?.id ?? '';
      return { $case: 'assign', value: { teamId, agentId: step.to ? personOf(tenant, step.to).id : '' } };
    }
    case 'reply':
      return { $case: 'reply', value: { messageId: '', body: bodyOf(step.text) } };
    case 'note':
      return { $case: 'note', value: { messageId: '', body: bodyOf(step.text) } };
    case 'hold':
      return { $case: 'hold', value: { reason: step.text } };
    case 'resolve':
      return { $case: 'resolve', value: { resolution: step.text } };
    case 'reopen':
      return { $case: 'reopen', value: { reason: step.text } };
    case 'take':
      return { $case: 'take', value: {} };
    case 'start':
      return { $case: 'startWork', value: {} };
    case 'wait':
      return { $case: 'waitForCustomer', value: {} };
    case 'confirm':
      return { $case: 'confirm', value: {} };
    case 'close':
      return { $case: 'close', value: {} };
  }
}
