import type { Refusal } from '@ledgerdesk/contracts';

/** Where in an input stands an id that a refusal names (`personId`, `teamId`, `messageId`), seen from a place in it. */
export function namedPlace(refusal: Refusal, input: unknown, from: readonly string[]): readonly string[] {
  const named = new Set(Object.entries(refusal).flatMap(([name, value]) => (/Id$/.test(name) ? value : [])));
  const within = from.reduce<unknown>((node, name) => membersOf(node)[name], input);
  return [...from, ...placeOf(named, within)];
}

function placeOf(ids: ReadonlySet<unknown>, node: unknown): readonly string[] {
  for (const [name, member] of Object.entries(membersOf(node))) {
    if (typeof member === 'string' && ids.has(member)) return [name];
    const inner = placeOf(ids, member);
    if (inner.length > 0) return [name, ...inner];
  }
  return [];
}

const membersOf = (node: unknown): Readonly<Record<string, unknown>> =>
  typeof node === 'object' && node !== null ? (node as Record<string, unknown>) : {};
