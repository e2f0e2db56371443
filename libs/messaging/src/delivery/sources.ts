import type { Topic } from '@ledgerdesk/contracts';
import { partitionKeyOf } from '../cloud-events/attributes.ts';
import { partitionOf } from '../cloud-events/partition.ts';
import type { FeedEvent } from '../port/feed-event.ts';

/** The one source of a feed that one tailer reads from the ledger. */
export const LEDGER = 'ledger';

type Aggregate = Pick<FeedEvent, 'topic' | 'tenant' | 'subject'>;

/** A partition as a source of its own: the public topic and its number, whatever the generation. */
export const partitionSource = (topic: Topic, partition: number): string => `${topic}/${partition}`;

/** The partition in which an aggregate's events lie, whichever feed brings them. */
export const partitionSourceOf = (aggregate: Aggregate): string =>
  partitionSource(aggregate.topic, partitionOf(partitionKeyOf(aggregate)));

/** Where a consumer may meet an aggregate's events: it hears one of these, whichever feed brings them. */
export const sourcesOf = (aggregate: Aggregate): readonly string[] => [LEDGER, partitionSourceOf(aggregate)];
