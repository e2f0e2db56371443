import type { Topic } from '@ledgerdesk/contracts';

/** A topic of the broker: a generation of a public topic. Another partition count or another epoch is another generation. */
export const topicName = (topic: Topic, generation: string): string => `ledgerdesk.${topic}.${generation}`;

/** The group in which the processes of a consumer share the partitions of a generation. */
export const groupName = (consumer: string, generation: string): string => `ledgerdesk.${consumer}.${generation}`;
