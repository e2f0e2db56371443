import { tickets } from '@ledgerdesk/contracts';
import type { PersonId } from '@ledgerdesk/kernel';
import type { CallOptions, Identity, IdentityIssuer, RpcChannel, RpcClient } from '@ledgerdesk/platform';
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../src/domain/caller.ts';
import { TENANT } from './submissions.ts';

type Command = NonNullable<tickets.TicketCommand['command']>;

/** The service as the gateway calls it. */
export class TicketsClient {
  private readonly client: RpcClient<tickets.TicketsDefinition>;

  constructor(
    channel: RpcChannel,
    private readonly issuer: IdentityIssuer,
  ) {
    this.client = channel.client(tickets.TicketsDefinition);
  }

  async open(by: Caller, more: Partial<tickets.OpenTicketRequest> = {}, commandId: string = randomUUID()) {
    const request: tickets.OpenTicketRequest = {
      header: header(commandId),
      ticketId: '',
      requesterId: '',
      subject: 'No network',
      body: text('Since this morning.'),
      channel: '',
      submissionId: '',
      teamId: '',
      priority: tickets.Priority.PRIORITY_UNSPECIFIED,
      ...more,
    };
    return outcomeOf(await this.client.openTicket(request, await this.as(by)));
  }

  async change(
    by: Caller,
    ticketId: string,
    commands: readonly Command[],
    more: Partial<tickets.ChangeTicketRequest> = {},
  ) {
    const request = {
      header: header(randomUUID()),
      ticketId,
      commands: commands.map((command) => ({ command })),
      ...more,
    };
    return outcomeOf(await this.client.changeTicket({ expectedRevision: undefined, ...request }, await this.as(by)));
  }

  private async as({ id, permissions, teams }: Caller): Promise<CallOptions> {
    const identity: Identity = { kind: 'person', subject: id as PersonId, tenant: TENANT, permissions, teams };
    return { token: await this.issuer.issue(identity, 'tickets'), timeoutMs: 60_000 };
  }
}

export const text = (content: string): tickets.Body => ({ format: tickets.BodyFormat.BODY_FORMAT_TEXT, content });

export const header = (commandId: string) => ({ commandId, correlationId: '', causationId: '', via: 'graphql' });

function outcomeOf({ outcome }: tickets.TicketReply) {
  if (!outcome) throw new Error('Answered nothing');
  return outcome.$case === 'accepted' ? outcome.value : { refused: outcome.value.code, ...outcome.value };
}
