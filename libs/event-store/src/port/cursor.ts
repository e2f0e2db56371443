/**
 * A place in the ledger, as opaque text: epoch and position. Compare two of one epoch with `EventStore.compare`; of another
 * epoch it is refused with `ForeignEpochError`.
 */
export type Cursor = string & { readonly [cursor]: true };
declare const cursor: unique symbol;
