/** One round: the figure and its reference, measured one right after the other. */
export interface Round {
  readonly value: number;
  /** Absent where there is nothing to compare with: then the bound is on the value. */
  readonly reference?: number;
}

/** A measured figure, its reference on the same machine in the same run, and the bound on their ratio. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** What the reference is, in a sentence; empty where there is none. */
  readonly reference: string;
  readonly referenceUnit: string;
  readonly bound: 'atLeast' | 'atMost' | 'none';
  /** Of value / reference; of the value where there is no reference. */
  readonly limit: number;
  /** Several rounds, figure and reference taking turns; medians are reported. */
  rounds(): Promise<readonly Round[]>;
}
