/** One round: the figure and its reference, measured one right after the other. */
export interface Round {
  readonly value: number;
  readonly reference: number;
}

/** A measured figure, its reference on the same machine in the same run, and the bound on their ratio. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly reference: string;
  readonly referenceUnit: string;
  readonly bound: 'atLeast' | 'atMost' | 'none';
  /** Of value / reference (of the value alone where the unit says so). */
  readonly limit: number;
  /** Several rounds, figure and reference taking turns; medians are reported. */
  rounds(): Promise<readonly Round[]>;
}
