import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller, type CommandAnswer } from '../support/caller.ts';
import type { Desk, Part } from './desks.ts';
import { livesOn, type Step } from './lives.ts';
import type { TakenSubmission } from './submissions.ts';

/** A command that was answered with success. */
export interface Acknowledged {
  readonly commandId: string;
  readonly mutation: string;
  readonly tenant: string;
  readonly ticketId: string;
  /** The ticket's after it. */
  readonly revision: number;
  /** Of a ticket that it opened. */
  readonly number?: string;
  /** How many answers had been given when it was first sent, and when it was answered. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

const PAUSE_MS = 50;

/**
 * At each desk, clients that open tickets and lead them to their end, and one that writes by the web form's sibling. Each
 * sends again until it is answered.
 */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  readonly submissions: TakenSubmission[] = [];
  private stopped = false;

  /** `address`: where the system answers now. */
  constructor(private readonly address: () => string | undefined) {}

  async run(desks: readonly Desk[], clientsOfEach: number): Promise<void> {
    const work = desks.flatMap((desk) => [
      this.writer(desk),
      ...Array.from({ length: clientsOfEach }, (_, first) => this.client(desk, first)),
    ]);
    await Promise.all(work);
  }

  stop(): void {
    this.stopped = true;
  }

  /** Leads one ticket after the other through one life after the other. */
  private async client(desk: Desk, first: number): Promise<void> {
    const lives = livesOn(desk);
    for (let turn = first; !this.stopped; turn += 1) {
      let ticketId: string | undefined;
      for (const step of lives[turn % lives.length]!) ticketId = await this.send(desk, step, ticketId);
    }
  }

  /** Until it is answered, under one command id: a repeat after a crash must act no second time. */
  private async send({ tenant, tokens }: Desk, step: Step, ticket: string | undefined): Promise<string | undefined> {
    const commandId = randomUUID();
    const sentAt = this.acknowledged.length;
    const { by, mutation } = step;
    const input = { commandId, ...(ticket !== undefined && { ticketId: ticket }), ...step.input };
    const answer = await this.untilAnswered((address) => attempt(address, tokens[by], { mutation, input }));
    if (!answer) return undefined;
    const { ticketId, revision, number } = answer;
    if (ticketId === undefined || revision === undefined) {
      throw new Error(`${mutation} was refused under load: ${JSON.stringify(answer)}`);
    }
    const answeredAt = this.acknowledged.length + 1;
    const told = { commandId, mutation, tenant, ticketId, revision, ...(number !== undefined && { number }) };
    this.acknowledged.push({ ...told, sentAt, answeredAt });
    return ticketId;
  }

  private async writer(desk: Desk): Promise<void> {
    while (!this.stopped) {
      const key = randomUUID();
      const id = await this.untilAnswered((address) => submit(address, desk, key));
      if (id) this.submissions.push({ id, tenant: desk.tenant });
    }
  }

  private async untilAnswered<Found>(ask: (address: string) => Promise<Found | undefined>): Promise<Found | undefined> {
    while (!this.stopped) {
      const address = this.address();
      const answer = address === undefined ? undefined : await ask(address).catch(() => undefined);
      if (answer !== undefined) return answer;
      await sleep(PAUSE_MS);
    }
    return undefined;
  }
}

type Sent = { readonly mutation: string; readonly input: object };

const attempt = (address: string, token: Desk['tokens'][Part], { mutation, input }: Sent): Promise<CommandAnswer> =>
  new Caller(address, token).command(mutation, input);

async function submit(address: string, { key: desk, writer }: Desk, key: string): Promise<string | undefined> {
  const answer = await fetch(new URL(`/v1/tenants/${desk}/submissions`, address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ ...writer, subject: key, body: 'Under load' }),
    signal: AbortSignal.timeout(60_000),
  });
  return answer.status === 202 ? ((await answer.json()) as { id: string }).id : undefined;
}
