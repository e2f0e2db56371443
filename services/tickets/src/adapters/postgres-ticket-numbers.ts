import { ForeignEpochError, UnavailableError, type Cursor, type EventStore } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { Pool } from 'pg';
import type { TicketNumbers } from '../ports/ticket-numbers.ts';
import { LedgerNumbers, type Numbers } from './ledger-numbers.ts';
import { NumberRows, type NumberRow } from './number-rows.ts';

/** So many numbers given out may have to be looked for in the ledger after a start. */
const CHECKPOINT_EVERY = 5_000;

interface Waiting {
  resolve(number: string): void;
  reject(error: unknown): void;
}

/**
 * Numbers from a row of each tenant, taken in one statement for all who wait. Rows are the truth while they are there; rows
 * of a database that was restored, and a missing one, are first raised above every number in the ledger. Up to the checkpoint
 * they are above it already, so that only what came since is read; with a row that is taken away the checkpoint goes too.
 */
export class PostgresTicketNumbers implements TicketNumbers {
  private readonly rows: NumberRows;
  private readonly waiting = new Map<TenantId, Waiting[]>();
  /** What the ledger holds beyond the place up to which the rows are above it. */
  private raised: Promise<LedgerNumbers> | undefined;
  private sinceCheckpoint = 0;
  /** Each tenant's row as the last round here left it. */
  private readonly left = new Map<TenantId, NumberRow>();

  constructor(
    database: Pool,
    private readonly eventStore: EventStore,
  ) {
    this.rows = new NumberRows(database);
  }

  next(tenant: TenantId): Promise<string> {
    return new Promise((resolve, reject) => {
      const waiting = this.waiting.get(tenant);
      if (waiting) return void waiting.push({ resolve, reject });
      this.waiting.set(tenant, [{ resolve, reject }]);
      void this.serve(tenant);
    });
  }

  /** What cannot be given back is a gap. */
  async giveBack(tenant: TenantId, number: string): Promise<void> {
    const row = this.left.get(tenant);
    if (row && number === numberOf(row.last)) await this.rows.giveBack(tenant, row).catch(() => undefined);
  }

  /** One round at a time for a tenant: whoever comes during one is in the next. */
  private async serve(tenant: TenantId): Promise<void> {
    for (let round = this.waiting.get(tenant); round?.length; round = this.waiting.get(tenant)) {
      this.waiting.set(tenant, []);
      await this.serveRound(tenant, round);
    }
    this.waiting.delete(tenant);
  }

  private async serveRound(tenant: TenantId, round: readonly Waiting[]): Promise<void> {
    try {
      const row = await this.take(tenant, round.length);
      this.left.set(tenant, row);
      round.forEach(({ resolve }, index) => resolve(numberOf(row.last - round.length + 1 + index)));
    } catch (error) {
      const unavailable = new UnavailableError('No ticket number could be taken', { cause: error });
      for (const { reject } of round) reject(unavailable);
    }
  }

  private async take(tenant: TenantId, count: number): Promise<NumberRow> {
    const ledger = await this.raisedOver();
    const row = (await this.rows.take(tenant, count)) ?? (await this.takeFromNewRow(tenant, count, ledger));
    this.sinceCheckpoint += count;
    if (this.sinceCheckpoint >= CHECKPOINT_EVERY) await this.moveCheckpoint();
    return row;
  }

  private raisedOver(): Promise<LedgerNumbers> {
    const raised = (this.raised ??= this.raise());
    return raised.catch((error: unknown) => {
      if (this.raised === raised) this.raised = undefined;
      throw error;
    });
  }

  private async takeFromNewRow(tenant: TenantId, count: number, ledger: LedgerNumbers): Promise<NumberRow> {
    const { highest } = await this.readOn(await this.stillRaised(ledger));
    await this.rows.begin(tenant, highest.get(tenant) ?? 0);
    const row = await this.rows.take(tenant, count);
    if (row === undefined) throw new Error(`The number row of ${tenant} vanished`);
    return row;
  }

  /** Without a checkpoint the rows may be below the ledger again. */
  private async stillRaised(ledger: LedgerNumbers): Promise<LedgerNumbers> {
    if ((await this.rows.checkpoint()) !== 'start') return ledger;
    this.raised = undefined;
    return this.raisedOver();
  }

  /** Where a backup of the ledger was restored under this process, the rows are raised anew. */
  private async readOn(ledger: LedgerNumbers): Promise<Numbers> {
    try {
      return await ledger.read();
    } catch (error) {
      if (!(error instanceof ForeignEpochError)) throw error;
      if ((await this.raised?.catch(() => undefined)) === ledger) this.raised = undefined;
      return (await this.raisedOver()).read();
    }
  }

  /** Raises the rows above what the ledger holds beyond the checkpoint: beyond its start, if that is of another epoch. */
  private async raise(): Promise<LedgerNumbers> {
    const { highest, upTo } = await this.numbersAfter(await this.rows.checkpoint());
    await this.rows.raise(highest);
    if (upTo !== 'start') await this.rows.moveCheckpoint(upTo);
    return new LedgerNumbers(this.eventStore, upTo);
  }

  private async numbersAfter(checkpoint: Cursor | 'start'): Promise<Numbers> {
    try {
      return await new LedgerNumbers(this.eventStore, checkpoint).read();
    } catch (error) {
      if (error instanceof ForeignEpochError) return new LedgerNumbers(this.eventStore).read();
      throw error;
    }
  }

  /** Whatever stands in the ledger by now was given out by the rows, so they are above it. */
  private async moveCheckpoint(): Promise<void> {
    this.sinceCheckpoint = 0;
    const head = await this.eventStore.head();
    await this.rows.moveCheckpoint(head);
    this.raised = Promise.resolve(new LedgerNumbers(this.eventStore, head));
  }
}

const numberOf = (count: number): string => `LD-${count}`;
