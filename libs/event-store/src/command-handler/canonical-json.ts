import type { Json } from '@ledgerdesk/kernel';

/** JSON with the members of each object in the order of their names' UTF-16 units, without white space (RFC 8785). */
export function canonicalJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((member: Json) => canonicalJson(member)).join(',')}]`;
  const members = Object.entries(value as Record<string, Json | undefined>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, member]) => (member === undefined ? [] : `${JSON.stringify(name)}:${canonicalJson(member)}`));
  return `{${members.join(',')}}`;
}
