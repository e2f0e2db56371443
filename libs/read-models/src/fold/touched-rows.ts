import type { FeedEvent } from '@ledgerdesk/messaging';
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

/** An event, and a row that it touches. */
interface Touch {
  readonly event: FeedEvent;
  readonly group: number;
  readonly rows: readonly TouchedRow[];
}

/** The rows that a batch of events touches, from their keys to what came of them. */
export class TouchedRows {
  private readonly rows = new Map<string, TouchedRow>();
  private readonly touches: Touch[] = [];

  constructor(
    private readonly table: ViewTable,
    events: readonly FeedEvent[],
  ) {
    const groups = new Map(table.groups.map(({ topic }, index) => [topic, index]));
    for (const event of events) {
      const group = groups.get(event.topic);
      if (group !== undefined) this.touch(event, group, table.groups[group]!);
    }
  }

  get all(): readonly TouchedRow[] {
    return [...this.rows.values()];
  }

  /** Those that touch a row. */
  get events(): readonly FeedEvent[] {
    return this.touches.map(({ event }) => event);
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

  /** Folds the events into their rows, in their order; `opened` are the same ones. */
  fold(opened: readonly OpenedEvent[]): void {
    this.touches.forEach(({ group, rows }, index) => {
      const { fold } = this.table.groups[group]!;
      for (const { states, id } of rows) states[group] = applyEvent(fold, states[group]!, opened[index]!, id);
    });
  }

  /** Those in which an event was applied that had not been before. */
  get changed(): readonly TouchedRow[] {
    return this.all.filter(({ states, before }) => states.some((state, index) => state !== before[index]));
  }

  private touch(event: FeedEvent, group: number, { fold }: ViewGroup): void {
    const ids = fold.keys(event);
    if (ids.length === 0) return;
    this.touches.push({ event, group, rows: ids.map((id) => this.rowOf(event.tenant, id)) });
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
