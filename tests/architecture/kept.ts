import { createHash } from 'node:crypto';

/** What was written once, by what names it: the hash of each. */
export type Kept = Readonly<Record<string, string>>;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** What differs from what was kept, one line each. What is new has to be kept from now on; what is kept may not change or go. */
export function breaches(kept: Kept, found: Kept): readonly string[] {
  const gone = Object.keys(kept).filter((name) => !(name in found));
  const changed = Object.keys(kept).filter((name) => name in found && found[name] !== kept[name]);
  const added = Object.keys(found).filter((name) => !(name in kept));
  return [
    ...gone.map((name) => `${name} is gone`),
    ...changed.map((name) => `${name} was changed`),
    ...added.map((name) => `${name} is new: keep it as "${name}": "${found[name]}"`),
  ];
}
