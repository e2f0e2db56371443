import { refusals, type InputFault as Fault, type Refusal as Refused } from '@ledgerdesk/contracts';
import { InputRules, type InputFault, type InvalidInput } from './invalid-input.type.ts';
import type { Refusal } from './refusal.type.ts';

/** Where in the caller's input lies what a service names by a place in its request. */
export type PlaceOf = (path: readonly string[]) => readonly string[];

const asItIs: PlaceOf = (path) => path;

/** A service's refusal as a member of a result's union: the type that is named like its code, with the numbers behind it. */
export function toRefusal({ code, path = [], ...numbers }: Refused, placeOf: PlaceOf = asItIs): Refusal {
  if (code === 'INVALID_INPUT') return toInvalidInput(numbers['faults'] as unknown as readonly Fault[], placeOf);
  return { ...numbers, typename: typeNameOf(code), code, message: refusals[code], path: placeOf(path) } as Refusal;
}

/** The refusal of an input with these faults, wherever they were found. */
export function toInvalidInput(faults: readonly Fault[], placeOf: PlaceOf = asItIs): InvalidInput {
  const code = 'INVALID_INPUT';
  const told = faults.map(({ path, rule, ...bounds }) => ({ ...bounds, path: placeOf(path), rule: ruleOf(rule) }));
  return { typename: 'InvalidInput', code, message: refusals[code], path: told[0]?.path ?? [], faults: told };
}

const ruleOf = (rule: string): InputFault['rule'] =>
  Object.hasOwn(InputRules, rule) ? (rule as InputFault['rule']) : 'OTHER';

/** `TICKET_CLOSED` is `TicketClosed`. */
function typeNameOf(code: string): string {
  const words = code.toLowerCase().split('_');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
