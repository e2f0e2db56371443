import type { TopicMessage } from '@ledgerdesk/contracts';
import type { InMemoryEventStore } from '@ledgerdesk/event-store';
import type { PublishedCategory } from '@ledgerdesk/messaging';
import { appendOne, SOME_TENANT } from '@ledgerdesk/testing';

const ticketMessage = (): TopicMessage<'ticket'> => ({
  message: { $case: 'ticketTaken', value: { agentId: 'psn_1', state: undefined } },
});
const teamMessage = (): TopicMessage<'team'> => ({ message: { $case: 'teamJoined', value: { personId: 'psn_1' } } });

/** Two services, and what they publish. */
export const publishedBy: Readonly<Record<'tickets' | 'access', readonly PublishedCategory[]>> = {
  tickets: [{ topic: 'ticket', toMessage: ticketMessage } as PublishedCategory],
  access: [{ topic: 'team', toMessage: teamMessage } as PublishedCategory],
};

/** Has things happen to some tickets and teams, as many times to each. */
export class WritingDesk {
  private times = 0;

  constructor(
    private readonly eventStore: InMemoryEventStore,
    private readonly aggregates: number,
  ) {}

  async happen(times: number): Promise<void> {
    for (const end = this.times + times; this.times < end; this.times += 1) {
      for (let n = 0; n < this.aggregates; n += 1) {
        await appendOne(this.eventStore, { category: 'ticket', tenant: SOME_TENANT, id: `t${n}` }, 'TicketTaken');
        await appendOne(this.eventStore, { category: 'team', tenant: SOME_TENANT, id: `a${n}` }, 'TeamJoined');
      }
    }
  }

  /** Each event of them once, in the order of its aggregate. */
  get everything(): Readonly<Record<string, readonly number[]>> {
    const sequences = Array.from({ length: this.times }, (_, sequence) => sequence);
    const names = Array.from({ length: this.aggregates }, (_, n) => [`ticket t${n}`, `team a${n}`]).flat();
    return Object.fromEntries(names.map((name) => [name, sequences]));
  }
}
