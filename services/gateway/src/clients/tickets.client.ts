import { tickets, type Refusal } from '@ledgerdesk/contracts';
import type { TicketId } from '@ledgerdesk/kernel';
import {
  fromRefusalMessage,
  RpcError,
  problem,
  type CallOptions,
  type RpcChannel,
  type RpcClient,
} from '@ledgerdesk/platform';
import type { Viewer } from '../identity/viewer.ts';

/** On whose behalf a call is made, and what names it in logs and traces. */
export interface Calling {
  readonly viewer: Pick<Viewer, 'issueToken'>;
  readonly correlationId: string;
  readonly traceparent?: string | undefined;
}

/** What became of a command. */
export type TicketAnswer = TicketAccepted | { readonly accepted: false; readonly refusal: Refusal };

export interface TicketAccepted {
  readonly accepted: true;
  readonly ticketId: TicketId;
  /** `LD-12345` */
  readonly number: string;
  readonly revision: number;
  /** Where it stands in the ledger: opaque. */
  readonly cursor: string;
}

/** A command as a caller words it; the header says the rest. */
export type Worded<Request> = Omit<Request, 'header'> & { readonly commandId: string };

/** Sends commands to tickets. Refusals are values; what fails is thrown as `RpcError`. */
export class TicketsClient {
  private readonly rpc: RpcClient<typeof tickets.TicketsDefinition>;

  constructor(
    channel: RpcChannel,
    private readonly timeoutMs: number,
  ) {
    this.rpc = channel.client(tickets.TicketsDefinition);
  }

  async openTicket(calling: Calling, { commandId, ...wish }: Worded<tickets.OpenTicketRequest>): Promise<TicketAnswer> {
    const header = headerOf(calling, commandId);
    return answerOf(await this.rpc.openTicket({ header, ...wish }, await this.options(calling)));
  }

  async changeTicket(
    calling: Calling,
    { commandId, ...wish }: Worded<tickets.ChangeTicketRequest>,
  ): Promise<TicketAnswer> {
    const header = headerOf(calling, commandId);
    return answerOf(await this.rpc.changeTicket({ header, ...wish }, await this.options(calling)));
  }

  private async options({ viewer, traceparent }: Calling): Promise<CallOptions> {
    const token = await viewer.issueToken('tickets');
    return { token, timeoutMs: this.timeoutMs, ...(traceparent && { traceparent }) };
  }
}

const headerOf = ({ correlationId }: Calling, commandId: string) => ({
  commandId,
  correlationId,
  causationId: '',
  via: 'graphql',
});

function answerOf({ outcome }: tickets.TicketReply): TicketAnswer {
  switch (outcome?.$case) {
    case 'accepted': {
      const { ticketId, number, revision, cursor } = outcome.value;
      return { accepted: true, ticketId: ticketId as TicketId, number, revision, cursor };
    }
    case 'refused':
      return { accepted: false, refusal: fromRefusalMessage(outcome.value) };
    case undefined:
      throw new RpcError(problem('INTERNAL'), { cause: new Error('The reply says neither yes nor no') });
  }
}
