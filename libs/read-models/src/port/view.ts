import type { Topic } from '@ledgerdesk/contracts';
import type { FeedEvent } from '@ledgerdesk/messaging';
import type { EntitySchema } from 'typeorm';

/** An event's sealed values by subject: plaintext bytes, opened when asked for; `erased` where the key is gone. */
export interface OpenedValues {
  get(subject: string): Uint8Array | 'erased' | undefined;
}

/** A feed event with its sealed values opened. */
export type OpenedEvent<T extends Topic = Topic> = FeedEvent<T> & { readonly opened: OpenedValues };

/**
 * The columns that one topic's events own. Each group folds alone, in the order of its aggregate, and creates the row if it
 * is missing; a repeated event finds its sequence passed and changes nothing.
 */
export interface ColumnGroup<Row, T extends Topic> {
  /** The columns it writes, by property name. */
  readonly columns: readonly (keyof Row & string)[];
  /**
   * Whether a row hears of one aggregate of the topic (the default) or of several. Of several nothing is promised about
   * their order among each other: the fold keeps them apart, or comes to the same in any order.
   */
  readonly fedBy?: 'one aggregate' | 'several aggregates';
  /** The rows (ids within the tenant) that an event touches; none for an event that is not shown. Pure. */
  readonly keys: (event: FeedEvent<T>) => readonly string[];
  /**
   * What the event makes of the group's columns, laid over what was there. `row` holds them before it; what is null or was
   * never written is absent from it, and an answer of null or undefined clears. Pure.
   */
  readonly project: (row: Partial<Row>, event: OpenedEvent<T>, key: string) => Partial<Row>;
}

/**
 * A question's answer, kept ready: a table and folds over public events. It can be dropped and rebuilt. Its table has the
 * primary key (tenantId, id); the runner adds what it needs to know to place events once.
 */
// A list of views holds views of any rows, and no type but `any` stands for all of them in both directions.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface View<Row extends ViewRow = any> {
  /** kebab-case: names table and checkpoint. */
  readonly name: string;
  /** From 1. Raised with every change of table or folds: a new version has its own table and checkpoint, and is filled from the beginning. */
  readonly version: number;
  /** The runner names the table. Beside the key every column may be null: a group may not have spoken yet. */
  readonly table: (version: number) => EntitySchema<Row>;
  readonly groups: { readonly [T in Topic]?: ColumnGroup<Row, T> };
  /** Columns that hold personal data in clear, with the column that holds their data subject. */
  readonly personal: Partial<Record<keyof Row & string, keyof Row & string>>;
}

export interface ViewRow {
  readonly tenantId: string;
  readonly id: string;
}
