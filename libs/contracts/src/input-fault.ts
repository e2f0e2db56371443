import type { Json } from '@ledgerdesk/kernel';

/** What is wrong with one field of an input: where, and the rule it breaks, with the rule's bounds. */
export interface InputFault {
  readonly path: readonly string[];
  /** In capitals: `REQUIRED`, `TOO_LONG`. */
  readonly rule: string;
  readonly [bound: string]: Json;
}

/** All faults of an input in one refusal. */
export interface InvalidInput {
  readonly code: 'INVALID_INPUT';
  /** Of the first fault. */
  readonly path: readonly string[];
  readonly faults: readonly InputFault[];
}

/** The refusal of an input with these faults. */
export const invalidInput = (faults: readonly [InputFault, ...InputFault[]]): InvalidInput => ({
  code: 'INVALID_INPUT',
  path: faults[0].path,
  faults,
});
