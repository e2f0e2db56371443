import { invalidInput, type InputFault, type InvalidInput, type TextFault } from '@ledgerdesk/contracts';
import { isId, type Id } from '@ledgerdesk/kernel';

type Rule =
  | TextFault
  | { readonly rule: 'NOT_AN_ID'; readonly prefix: string }
  | { readonly rule: 'NOT_OFFERED' }
  | { readonly rule: 'TOO_MANY'; readonly max: number };

/** A request as read, or all that is wrong with it. */
export type Read<Value> =
  { readonly valid: true; readonly value: Value } | { readonly valid: false; readonly refusal: InvalidInput };

/** Collects the faults of one request, so that all are told at once. */
export class Faults {
  private readonly found: InputFault[] = [];

  note(path: readonly string[], broken: Rule | undefined): void {
    if (broken) this.found.push({ ...broken, path });
  }

  /** The id, or null where the field is empty. */
  id<Prefix extends string>(path: readonly string[], prefix: Prefix, text: string): Id<Prefix> | null {
    if (text === '') return null;
    if (isId(prefix, text)) return text;
    this.note(path, { rule: 'NOT_AN_ID', prefix });
    return null;
  }

  /** The value, if nothing was found. */
  read<Value>(value: Value): Read<Value> {
    const [first, ...others] = this.found;
    return first ? { valid: false, refusal: invalidInput([first, ...others]) } : { valid: true, value };
  }
}
