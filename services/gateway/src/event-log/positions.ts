import { PARTITIONS, type Topic } from '@ledgerdesk/contracts';
import { partitionSource } from '@ledgerdesk/messaging';

/** A ledger position for each partition of some topics, by its name as a source of the feed: `ticket/3`. */
export type Positions = ReadonlyMap<string, bigint>;

/** Before the first event, wherever a ledger begins to count. */
const BEGINNING = -1n;

export const partitionsOf = (topics: readonly Topic[]): readonly string[] =>
  topics.flatMap((topic) => Array.from({ length: PARTITIONS }, (_, partition) => partitionSource(topic, partition)));

export const atTheBeginning = (topics: readonly Topic[]): Positions =>
  new Map(partitionsOf(topics).map((source) => [source, BEGINNING]));

/**
 * Positions as text, in the order of the topics' partitions: one number where all agree, else the highest, and by how much
 * each is below it.
 */
export function positionsText(positions: Positions, topics: readonly Topic[]): string {
  const all = partitionsOf(topics).map((source) => positions.get(source) ?? BEGINNING);
  const highest = all.reduce((one, other) => (one > other ? one : other), BEGINNING);
  return all.every((position) => position === highest)
    ? `${highest}`
    : `${highest}:${all.map((position) => highest - position).join('.')}`;
}

/** What `positionsText` wrote. */
export function positionsFrom(text: string, topics: readonly Topic[]): Positions {
  const [highest = '', below] = text.split(':');
  const behind = below?.split('.');
  return new Map(partitionsOf(topics).map((source, index) => [source, BigInt(highest) - BigInt(behind?.[index] ?? 0)]));
}
