import type { Topic } from '@ledgerdesk/contracts';
import type { ColumnGroup, OpenedEvent, ViewRow } from '../port/view.ts';

export type Values = Readonly<Record<string, unknown>>;

/** A fold by its common shape: the view answers for the rest. */
export type AnyGroup = ColumnGroup<ViewRow & Values, Topic>;

/** Which events were applied: up to which sequence, of one aggregate or of each. */
export type Applied = number | Readonly<Record<string, number>>;

/** What one group has made of a row so far. */
export interface GroupState {
  /** The group's columns; what is null is absent, as a project finds it after it was stored. */
  readonly row: Values;
  /** Absent where the group has not spoken. */
  readonly applied?: Applied;
  /** The aggregate, as far as it is known, of a row that hears of one. */
  readonly subject?: string;
}

export const UNSPOKEN: GroupState = { row: {} };

/** The state after an event; the same one where the event was applied before. */
export function applyEvent(group: AnyGroup, state: GroupState, event: OpenedEvent, key: string): GroupState {
  const applied = appliedWith(group, state, event, key);
  if (applied === undefined) return state;
  const change = group.project(state.row, event, key) as Values;
  return { row: merged(group, state.row, change), applied, subject: event.subject };
}

/** What counts as applied after this event; undefined where it was applied before. */
function appliedWith(group: AnyGroup, state: GroupState, event: OpenedEvent, key: string): Applied | undefined {
  const { subject, sequence } = event;
  if (group.fedBy === 'several aggregates') {
    const applied = (state.applied ?? {}) as Readonly<Record<string, number>>;
    return (applied[subject] ?? -1) >= sequence ? undefined : { ...applied, [subject]: sequence };
  }
  if (state.subject !== undefined && state.subject !== subject) {
    throw new Error(
      `The row ${key} hears of ${state.subject} and of ${subject} in ${event.topic}: its group must say that it is fed by several aggregates.`,
    );
  }
  return ((state.applied ?? -1) as number) >= sequence ? undefined : sequence;
}

function merged({ columns }: AnyGroup, row: Values, change: Values): Values {
  const after: Record<string, unknown> = {};
  let answered = 0;
  for (const column of columns) {
    const changed = column in change;
    if (changed) answered += 1;
    const value = changed ? change[column] : row[column];
    if (value !== null && value !== undefined) after[column] = value;
  }
  if (answered < Object.keys(change).length) refuseForeign(columns, change);
  return after;
}

function refuseForeign(columns: readonly string[], change: Values): never {
  const foreign = Object.keys(change).find((name) => !columns.includes(name));
  throw new Error(`A fold wrote the column ${foreign}, which its group does not own.`);
}
