import type { ViewTable } from '../table/view-table.ts';
import type { TouchedRow } from './touched-rows.ts';

/** A row as the write statement takes it. A group that no event of the batch changed has nothing applied, and stays. */
export function writtenRow({ key, groups }: ViewTable, { tenant, id, states, before }: TouchedRow): object {
  const written: Record<string, unknown> = { [key.tenant.field]: tenant, [key.id.field]: id };
  groups.forEach(({ columns, applied }, index) => {
    const state = states[index]!;
    if (state === before[index]) return;
    for (const { property, field } of columns) {
      const value = state.row[property];
      if (value !== undefined) written[field] = value;
    }
    written[applied.field] = state.applied;
  });
  return written;
}
