import type { Waiting } from '@ledgerdesk/messaging';
import { isOfTheData } from '@ledgerdesk/postgres';
import type { PoolClient } from 'pg';
import { isChanged, type Touch, type TouchedRows } from '../fold/touched-rows.ts';
import type { OpenedEvent } from '../port/view.ts';
import type { KeptRows } from './kept-rows.ts';

/** A batch on its way into the rows. */
export interface Folding {
  readonly rows: TouchedRows;
  readonly opened: ReadonlyMap<Touch, OpenedEvent>;
  /** Takes what cannot be folded. */
  readonly waiting: Waiting;
}

/** Folds a batch; an event that cannot be folded waits, and what follows it of its aggregate. */
export function foldAll(folding: Folding): void {
  for (const touch of folding.rows.touches) fold(folding, touch);
}

/**
 * The same for a batch that the database has refused: each event is written by itself, so that the one that it will not have
 * waits, and the others go on. @throws what is nobody's own fault
 */
export async function foldApart(client: PoolClient, kept: KeptRows, folding: Folding): Promise<void> {
  const { rows, waiting } = folding;
  for (const touch of rows.touches) {
    const before = touch.rows.map(({ states }) => [...states]);
    if (!fold(folding, touch)) continue;
    const changed = touch.rows.filter(isChanged);
    await client.query('SAVEPOINT one_event');
    try {
      await kept.write(client, changed);
      await client.query('RELEASE SAVEPOINT one_event');
    } catch (error) {
      if (!isOfTheData(error)) throw error;
      await client.query('ROLLBACK TO SAVEPOINT one_event');
      touch.rows.forEach(({ states }, index) => states.splice(0, states.length, ...before[index]!));
      waiting.failed(touch.placed, error);
    }
  }
}

/** Whether the event was folded. */
function fold({ rows, opened, waiting }: Folding, touch: Touch): boolean {
  if (waiting.behind(touch.placed)) return false;
  try {
    rows.fold(touch, opened.get(touch));
    return true;
  } catch (error) {
    waiting.failed(touch.placed, error);
    return false;
  }
}
