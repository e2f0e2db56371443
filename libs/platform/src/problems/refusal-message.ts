import { common, refusals, type Refusal, type RefusalCode } from '@ledgerdesk/contracts';
import type { Json } from '@ledgerdesk/kernel';

/** A service of a later release refused with a code that this one does not know yet. */
export class UnknownRefusalError extends Error {
  readonly code = 'UNKNOWN_REFUSAL';
  override readonly name = 'UnknownRefusalError';
}

/** A refusal as a service's reply carries it. */
export function toRefusalMessage({ code, path, ...numbers }: Refusal): common.Refusal {
  const details = Object.entries(numbers).filter(([, value]) => value !== undefined);
  return {
    code,
    message: refusals[code],
    path: [...(path ?? [])],
    details: details.length > 0 ? Object.fromEntries(details) : undefined,
  };
}

/** The refusal that a service's reply carries. @throws UnknownRefusalError */
export function fromRefusalMessage({ code, path, details }: common.Refusal): Refusal {
  if (!isRefusalCode(code)) throw new UnknownRefusalError(`Refused with ${code}`);
  const numbers: Readonly<Record<string, Json>> = details ?? {};
  return { ...numbers, code, ...(path.length > 0 && { path }) };
}

export const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(refusals, code);
