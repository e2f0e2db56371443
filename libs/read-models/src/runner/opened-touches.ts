import type { KeyRing } from '@ledgerdesk/event-store';
import { openedEvents } from '../fold/opened-events.ts';
import type { Touch, TouchedRows } from '../fold/touched-rows.ts';
import type { OpenedEvent } from '../port/view.ts';

/** The events that touch a row, opened. */
export async function openedTouches(
  keyRing: Pick<KeyRing, 'find'>,
  { touches }: TouchedRows,
): Promise<ReadonlyMap<Touch, OpenedEvent>> {
  const shown = touches.filter(({ rows }) => rows.length > 0);
  const events = await openedEvents(
    keyRing,
    shown.map(({ placed }) => placed.event),
  );
  return new Map(shown.map((touch, index) => [touch, events[index]!]));
}
