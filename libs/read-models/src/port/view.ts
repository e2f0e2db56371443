import type { Topic } from '@ledgerdesk/contracts';
import type { FeedEvent } from '@ledgerdesk/messaging';
import type { EntitySchema } from 'typeorm';

/** A sealed value's plaintext bytes by subject; `erased` where its key is gone. */
export type OpenedValues = ReadonlyMap<string, Uint8Array | 'erased'>;

/** A feed event with its sealed values opened. */
export type OpenedEvent<T extends Topic = Topic> = FeedEvent<T> & { readonly opened: OpenedValues };

/**
 * The columns that one topic's events own. Each group folds alone, in the order of its aggregate, and creates the row if it
 * is missing; a repeated event finds its sequence passed and changes nothing.
 */
export interface ColumnGroup<Row, T extends Topic> {
  /** The columns it writes, by property name. */
  readonly columns: readonly (keyof Row & string)[];
  /** The rows (ids within the tenant) that an event touches; none for an event that is not shown. Pure. */
  readonly keys: (event: FeedEvent<T>) => readonly string[];
  /** The group's columns after the event; `row` holds them before it, null where nothing was written. Pure. */
  readonly project: (row: Partial<Row>, event: OpenedEvent<T>, key: string) => Partial<Row>;
}

/**
 * A question's answer, kept ready: a table and folds over public events. It can be dropped and rebuilt. Its table has the
 * primary key (tenantId, id); the runner adds what it needs to know to place events once.
 */
export interface View<Row extends ViewRow = ViewRow> {
  /** kebab-case: names table and checkpoint. */
  readonly name: string;
  /** Raised with every change of table or folds: a new version has its own table and checkpoint, and is filled from the beginning. */
  readonly version: number;
  readonly table: (version: number) => EntitySchema<Row>;
  readonly groups: { readonly [T in Topic]?: ColumnGroup<Row, T> };
  /** Columns that hold personal data in clear, with the column that holds their data subject. */
  readonly personal: Partial<Record<keyof Row & string, keyof Row & string>>;
}

export interface ViewRow {
  readonly tenantId: string;
  readonly id: string;
}
