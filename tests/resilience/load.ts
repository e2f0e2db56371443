import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { postGraphql } from '../support/graphql-client.ts';
import { OPEN_TICKET, START_WORK, TAKE_TICKET } from './operations.ts';
import type { TakenSubmission } from './submissions.ts';

/** A command that was answered with success. */
export interface Acknowledged {
  readonly commandId: string;
  readonly ticketId: string;
  /** Of a ticket that it opened. */
  readonly number?: string;
  /** How many answers had been given when it was first sent, and when it was answered. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** Where the system answers now, and as whom the clients come: new after each start. */
export interface Entrance {
  readonly address: string;
  readonly requester: string;
  readonly agent: string;
}

interface Answer {
  readonly code?: string;
  readonly ticketId?: string;
  readonly number?: string;
}

interface Command {
  readonly as: 'requester' | 'agent';
  readonly query: string;
  readonly input: { readonly ticketId?: string; readonly [field: string]: unknown };
}

const PAUSE_MS = 50;

/** Clients that open tickets and work on them, one that writes by the web form's sibling, and each sends again until it is answered. */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  readonly submissions: TakenSubmission[] = [];
  private stopped = false;

  constructor(private readonly entrance: () => Entrance | undefined) {}

  async run(clients: number): Promise<void> {
    await Promise.all([this.writer(), ...Array.from({ length: clients }, () => this.client())]);
  }

  stop(): void {
    this.stopped = true;
  }

  private async client(): Promise<void> {
    while (!this.stopped) {
      const subject = `Under load ${randomUUID()}`;
      const opened = await this.send({
        as: 'requester',
        query: OPEN_TICKET,
        input: { subject, body: { content: subject } },
      });
      if (!opened) return;
      const { ticketId } = opened;
      await this.send({ as: 'agent', query: TAKE_TICKET, input: { ticketId } });
      await this.send({ as: 'agent', query: START_WORK, input: { ticketId } });
    }
  }

  /** Until it is answered, under one command id: a repeat after a crash must act no second time. */
  private async send(command: Command): Promise<Acknowledged | undefined> {
    const commandId = randomUUID();
    const sentAt = this.acknowledged.length;
    const answer = await this.untilAnswered((entrance) => attempt(entrance, command, commandId));
    if (!answer) return undefined;
    if (answer.code) throw new Error(`Refused under load: ${JSON.stringify(answer)}`);
    return this.acknowledge(
      { commandId, ticketId: answer.ticketId ?? command.input.ticketId ?? '', sentAt },
      answer.number,
    );
  }

  private acknowledge(command: Omit<Acknowledged, 'answeredAt' | 'number'>, number: string | undefined): Acknowledged {
    const entry = { ...command, answeredAt: this.acknowledged.length + 1, ...(number !== undefined && { number }) };
    this.acknowledged.push(entry);
    return entry;
  }

  private async writer(): Promise<void> {
    while (!this.stopped) {
      const key = randomUUID();
      const id = await this.untilAnswered((entrance) => submit(entrance, key));
      if (id) this.submissions.push(id);
    }
  }

  private async untilAnswered<Found>(
    ask: (entrance: Entrance) => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    while (!this.stopped) {
      const entrance = this.entrance();
      const answer = entrance && (await ask(entrance).catch(() => undefined));
      if (answer !== undefined) return answer;
      await sleep(PAUSE_MS);
    }
    return undefined;
  }
}

async function attempt(
  entrance: Entrance,
  { as, query, input }: Command,
  commandId: string,
): Promise<Answer | undefined> {
  const variables = { input: { commandId, ...input } };
  const { data } = await postGraphql<Record<string, Answer>>(entrance.address, entrance[as], { query, variables });
  return Object.values(data ?? {})[0] ?? undefined;
}

async function submit({ address }: Entrance, key: string): Promise<TakenSubmission | undefined> {
  const answer = await fetch(new URL('/v1/tenants/harbour/submissions', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ name: 'Paul Hristov', mail: 'paul@harbour.example', subject: key, body: 'Under load' }),
    signal: AbortSignal.timeout(15_000),
  });
  return answer.status === 202 ? ((await answer.json()) as { id: string }).id : undefined;
}
