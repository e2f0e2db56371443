import { isOfTheData } from '@ledgerdesk/postgres';
import type { FeedLogger } from '../delivery/health.ts';
import type { Effect } from './effect.ts';
import type { EffectTable, Settled } from './effect-table.ts';

/** A claimed effect, and what became of it. */
export type Outcome = readonly [claim: string, effect: Effect, settled: Settled];

/** What became of effects, until it is written down. */
export class Outcomes {
  private unwritten: Outcome[] = [];

  constructor(
    private readonly table: Pick<EffectTable, 'settle'>,
    private readonly logger: Pick<FeedLogger, 'error'>,
  ) {}

  note(outcome: Outcome): void {
    this.unwritten.push(outcome);
  }

  /** What could not be written is written the next time. @throws what the database says while it is away */
  async write(): Promise<void> {
    const noted = this.unwritten;
    this.unwritten = [];
    try {
      await this.table.settle(noted);
    } catch (error) {
      if (isOfTheData(error)) return this.writeApart(noted);
      this.unwritten.push(...noted);
      throw error;
    }
  }

  /** One that the database will not have is left to the end of its claim, so that its neighbours are not done again for it. */
  private async writeApart(noted: readonly Outcome[]): Promise<void> {
    for (const [at, one] of noted.entries()) {
      try {
        await this.table.settle([one]);
      } catch (error) {
        if (!isOfTheData(error)) {
          this.unwritten.push(...noted.slice(at));
          throw error;
        }
        const [, { effect, key }, { outcome }] = one;
        this.logger.error(
          { error, effect, key, outcome },
          'What became of an effect cannot be noted: it is tried again',
        );
      }
    }
  }
}
