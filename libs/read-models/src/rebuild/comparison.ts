/** The key of a row in which two views differ: never what stands in it. */
export interface DifferingRow {
  readonly tenant: string;
  readonly id: string;
  /** Where both have the row: the columns in which they differ. */
  readonly columns?: readonly string[];
}

/** Some rows: how many they are, and the keys of the first few. */
export interface Differing {
  readonly count: number;
  readonly examples: readonly DifferingRow[];
}

/** How many rows a view has, and a SHA-256 over all of them in the order of their keys. */
export interface Digest {
  readonly rows: number;
  readonly hash: string;
}

/** Two fillings of a view with the same events, held against each other. */
export interface Comparison {
  readonly same: boolean;
  readonly live: Digest;
  readonly rebuilt: Digest;
  readonly onlyLive: Differing;
  readonly onlyRebuilt: Differing;
  readonly different: Differing;
  /** How many aggregates either of them has parked: their rows lack what waits. */
  readonly parked: { readonly live: number; readonly rebuilt: number };
}
