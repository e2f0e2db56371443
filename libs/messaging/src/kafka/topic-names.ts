import type { Topic } from '@ledgerdesk/contracts';
import type { TenantId } from '@ledgerdesk/kernel';

/** A topic of the broker: a generation of a public topic. Another partition count or another epoch is another generation. */
export const topicName = (topic: Topic, generation: string): string => `ledgerdesk.${topic}.${generation}`;

/** The topic on which a tenant's events stand opened, for whoever the tenant lets read them. It has no generations. */
export const clearTopicName = (tenant: TenantId): string => `ledgerdesk.clear.${tenant}`;

/** The group in which the processes of a consumer share the partitions of a generation. */
export const groupName = (consumer: string, generation: string): string => `ledgerdesk.${consumer}.${generation}`;
