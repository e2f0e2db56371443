import type { InputFault } from '@ledgerdesk/contracts';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { holds } from './holds.ts';
import type { Check } from './rule.ts';

/** All faults of an input by the rules of its class, in the order of its fields. */
export function inputFaults(type: ClassConstructor<object>, input: object): InputFault[] {
  return holds(type, input) ? [] : validateSync(plainToInstance(type, input)).flatMap((error) => faultsOf(error, []));
}

function faultsOf(
  { property, value, target, contexts, children }: ValidationError,
  at: readonly string[],
): InputFault[] {
  const path = [...at, property];
  const own = Object.values((contexts ?? {}) as Record<string, { check?: Check }>).flatMap(({ check }) => {
    const broken = check?.(value, target ?? {});
    return broken ? [{ ...broken, path }] : [];
  });
  return [...own, ...(children ?? []).flatMap((child) => faultsOf(child, path))];
}
