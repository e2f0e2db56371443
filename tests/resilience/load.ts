import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller, UnansweredError, type CommandAnswer } from '../support/caller.ts';
import type { Desk, Part } from './desks.ts';
import { livesOn, type Step } from './lives.ts';
import type { TakenSubmission } from './reckoning/submissions.ts';

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

/** Where the system answers. */
export interface Doors {
  /** GraphQL and the event feed. */
  readonly address: string;
  /** Intake's: the same where all services are one process. */
  readonly forms: string;
}

const PAUSE_MS = 50;

/**
 * At each desk, clients that open tickets and lead them to their end, and one that writes by the web form's sibling. Each
 * sends again until it is answered.
 */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  readonly submissions: TakenSubmission[] = [];
  /** What was answered with a refusal: nothing that is sent here deserves one. */
  readonly refused: string[] = [];
  /** Problems that are not worth another try, as the answers said, and how often: none deserves one either. */
  readonly hopeless = new Map<string, number>();
  private stopped = false;

  /** `doors`: where the system answers now. `restMs`: how long a client rests after each answer. */
  constructor(
    private readonly doors: () => Doors | undefined,
    private readonly restMs = 0,
  ) {}

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
      for (const step of lives[turn % lives.length]!) {
        ticketId = await this.send(desk, step, ticketId);
        if (ticketId === undefined) break;
        if (this.restMs > 0) await sleep(this.restMs);
      }
    }
  }

  /** Until it is answered, under one command id: a repeat after a crash must act no second time. */
  private async send({ tenant, tokens }: Desk, step: Step, ticket: string | undefined): Promise<string | undefined> {
    const commandId = randomUUID();
    const sentAt = this.acknowledged.length;
    const { by, mutation } = step;
    const input = { commandId, ...(ticket !== undefined && { ticketId: ticket }), ...step.input };
    const answer = await this.untilAnswered(({ address }) => attempt(address, tokens[by], { mutation, input }));
    if (!answer) return undefined;
    const { ticketId, revision, number } = answer;
    if (ticketId === undefined || revision === undefined) {
      this.refused.push(`${mutation} ${commandId} of ${ticket} was refused: ${JSON.stringify(answer)}`);
      return undefined;
    }
    const answeredAt = this.acknowledged.length + 1;
    const told = { commandId, mutation, tenant, ticketId, revision, ...(number !== undefined && { number }) };
    this.acknowledged.push({ ...told, sentAt, answeredAt });
    return ticketId;
  }

  private async writer(desk: Desk): Promise<void> {
    while (!this.stopped) {
      const key = randomUUID();
      const id = await this.untilAnswered(({ forms }) => submit(forms, desk, key));
      if (id) this.submissions.push({ id, tenant: desk.tenant });
      if (this.restMs > 0) await sleep(this.restMs);
    }
  }

  private async untilAnswered<Found>(ask: (doors: Doors) => Promise<Found | undefined>): Promise<Found | undefined> {
    while (!this.stopped) {
      const doors = this.doors();
      const answer = doors && (await ask(doors).catch((error: unknown) => this.failed(error)));
      if (answer !== undefined) return answer;
      await sleep(PAUSE_MS);
    }
    return undefined;
  }

  /** What an answer says that the same again will not help. That there was none at all says nothing. */
  private failed(error: unknown): undefined {
    const problems =
      error instanceof UnansweredError
        ? error.errors.map(({ message, extensions }) => ({ ...extensions, detail: message }))
        : error instanceof ProblemError
          ? [error.problem]
          : [];
    for (const { code, retryable, detail } of problems as readonly ProblemError['problem'][]) {
      if (retryable) continue;
      const name = `${code}: ${detail}`;
      this.hopeless.set(name, (this.hopeless.get(name) ?? 0) + 1);
    }
  }
}

/** An answer of HTTP that is none. */
class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    readonly problem: { readonly code?: string; readonly retryable?: boolean; readonly detail?: string },
  ) {
    super(`${status} ${problem.code}`);
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
  if (answer.status === 202) return ((await answer.json()) as { id: string }).id;
  throw new ProblemError(answer.status, (await answer.json()) as ProblemError['problem']);
}
