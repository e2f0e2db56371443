import type { PlacedEvent } from '@ledgerdesk/messaging';
import type { OpenedEvent } from '../port/view.ts';
import type { ViewGroup, ViewTable } from '../table/view-table.ts';
import { applyEvent, UNSPOKEN, type Applied, type GroupState } from './group-state.ts';

/** A row that a batch touches. */
export interface TouchedRow {
  readonly tenant: string;
  readonly id: string;
  /** In the order of the table's groups. */
  readonly states: GroupState[];
  /** As they were before the batch, in the same order. */
  before: readonly GroupState[];
}

/** An event that the view hears, and the rows that it touches. */
export interface Touch {
  readonly placed: PlacedEvent;
  readonly group: number;
  /** None for an event that is not shown. */
  readonly rows: readonly TouchedRow[];
  /** What the view threw when it was asked for its rows. */
  readonly fault?: { readonly thrown: unknown };
}

/** The rows that a batch of events touches, from their keys to what came of them. */
export class TouchedRows {
  private readonly rows = new Map<string, TouchedRow>();
  /** In the order of the events. */
  readonly touches: readonly Touch[];

  constructor(
    private readonly table: ViewTable,
    events: readonly PlacedEvent[],
  ) {
    const groups = new Map(table.groups.map(({ topic }, index) => [topic, index]));
    this.touches = events.flatMap((placed) => {
      const group = groups.get(placed.event.topic);
      return group === undefined ? [] : [this.touch(placed, group, table.groups[group]!)];
    });
  }

  get all(): readonly TouchedRow[] {
    return [...this.rows.values()];
  }

  /** Takes a row as it stands in the table: tenant, id, then of each group its columns' texts and what was applied. */
  load([tenant, id, ...texts]: readonly (string | null)[]): void {
    const row = this.rows.get(keyOf(tenant!, id!))!;
    let next = 0;
    row.before = this.table.groups.map((group) => {
      const end = next + group.columns.length;
      const state = stateFrom(group, texts.slice(next, end), texts[end] ?? null);
      next = end + 1;
      return state;
    });
    row.states.splice(0, row.states.length, ...row.before);
  }

  /** Folds an event into all of its rows, or into none. @throws what the view's own functions throw */
  fold({ group, rows, fault }: Touch, opened: OpenedEvent | undefined): void {
    if (fault) throw fault.thrown;
    const { fold } = this.table.groups[group]!;
    const after = rows.map(({ states, id }) => applyEvent(fold, states[group]!, opened!, id));
    rows.forEach(({ states }, index) => (states[group] = after[index]!));
  }

  /** Those in which an event was applied that had not been before. */
  get changed(): readonly TouchedRow[] {
    return this.all.filter(isChanged);
  }

  private touch(placed: PlacedEvent, group: number, { fold }: ViewGroup): Touch {
    const { event } = placed;
    try {
      const ids = fold.keys(event);
      const impossible = ids.find((id) => id.includes('\0'));
      if (impossible !== undefined) throw new Error(`No row can be named ${JSON.stringify(impossible)}`);
      return { placed, group, rows: ids.map((id) => this.rowOf(event.tenant, id)) };
    } catch (thrown) {
      return { placed, group, rows: [], fault: { thrown } };
    }
  }

  private rowOf(tenant: string, id: string): TouchedRow {
    const key = keyOf(tenant, id);
    const found = this.rows.get(key);
    if (found) return found;
    const before = this.table.groups.map(() => UNSPOKEN);
    const row = { tenant, id, states: [...before], before };
    this.rows.set(key, row);
    return row;
  }
}

export const isChanged = ({ states, before }: TouchedRow): boolean =>
  states.some((state, index) => state !== before[index]);

const keyOf = (tenant: string, id: string): string => `${tenant}/${id}`;

function stateFrom({ columns }: ViewGroup, texts: readonly (string | null)[], applied: string | null): GroupState {
  if (applied === null) return UNSPOKEN;
  const row: Record<string, unknown> = {};
  columns.forEach(({ property, read }, index) => {
    const text = texts[index];
    if (text !== null && text !== undefined) row[property] = read(text);
  });
  return { row, applied: JSON.parse(applied) as Applied };
}
