import type { Cursor, EventStore, RecordedEvent } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';

const PAGE = 2_000;

export interface Numbers {
  readonly highest: ReadonlyMap<TenantId, number>;
  /** The place up to which the ledger was read. */
  readonly upTo: Cursor | 'start';
}

/** The highest ticket number of each tenant in the ledger, after some place in it. */
export class LedgerNumbers {
  private readonly highest = new Map<TenantId, number>();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly eventStore: EventStore,
    private after: Cursor | 'start' = 'start',
  ) {}

  /** The highest numbers as the ledger stands now; what was read before is not read again. @throws ForeignEpochError */
  async read(): Promise<Numbers> {
    // A failed reading stops where it was, and the next goes on from there.
    this.running = this.running.catch(() => undefined).then(() => this.readOn());
    await this.running;
    return { highest: this.highest, upTo: this.after };
  }

  private async readOn(): Promise<void> {
    const head = await this.eventStore.head();
    while (this.after === 'start' || this.eventStore.compare(this.after, head) < 0) {
      const batch = await this.eventStore.readAll({ categories: ['ticket'] }, this.after, PAGE);
      for (const event of batch.events) this.note(event);
      if (batch.cursor === this.after) return;
      this.after = batch.cursor;
    }
  }

  private note({ type, data, stream: { tenant } }: RecordedEvent): void {
    if (type !== 'TicketOpened' || typeof data.number !== 'string') return;
    const number = Number(/\d+$/.exec(data.number)?.[0] ?? 0);
    if (number > (this.highest.get(tenant) ?? 0)) this.highest.set(tenant, number);
  }
}
