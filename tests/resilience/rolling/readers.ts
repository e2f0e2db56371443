import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from '../../support/caller.ts';
import { getEvents } from '../../support/event-feed.ts';
import type { Desk } from '../desks.ts';

const QUERIES = [
  '{ me { person { id } tenant { id } } }',
  '{ tickets(first: 10) { nodes { number subject state { kind } assignee { name } } } }',
  '{ tickets(first: 1) { nodes { id timeline(first: 20) { nodes { kind text } } } } }',
];

/** People who look, and integrations that wait for events: nobody asks a second time. */
export class Readers {
  readonly failed: string[] = [];
  asked = 0;
  private stopped = false;

  constructor(
    private readonly address: string,
    private readonly restMs: number,
  ) {}

  async run(desks: readonly Desk[], ofEach: number): Promise<void> {
    await Promise.all(
      desks.flatMap((desk) => [
        this.follow(desk),
        ...Array.from({ length: ofEach }, (_, first) => this.look(desk, first)),
      ]),
    );
  }

  stop(): void {
    this.stopped = true;
  }

  private async look({ tokens }: Desk, first: number): Promise<void> {
    const caller = new Caller(this.address, tokens.agent);
    for (let turn = first; !this.stopped; turn += 1) {
      const query = QUERIES[turn % QUERIES.length]!;
      await this.ask(query, () => caller.ask(query));
      await sleep(this.restMs);
    }
  }

  /** Waits for what comes, as the guide of events says. */
  private async follow({ reader }: Desk): Promise<void> {
    let after: string | undefined;
    while (!this.stopped) {
      await this.ask('GET /v1/events', async () => {
        const answer = await getEvents(this.address, reader, { wait: 5, ...(after !== undefined && { after }) });
        if (answer.status !== 200) throw new Error(JSON.stringify(answer.problem));
        after = answer.cursor;
      });
    }
  }

  private async ask(what: string, work: () => Promise<unknown>): Promise<void> {
    this.asked += 1;
    try {
      await work();
    } catch (error) {
      const { message, cause } = error as Error;
      this.failed.push(`${new Date().toISOString()} ${what}: ${message} ${String(cause ?? '')}`);
    }
  }
}
