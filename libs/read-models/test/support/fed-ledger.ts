import { InMemoryEventStore, type NewEvent, type RecordedEvent } from '@ledgerdesk/event-store';
import type { FeedEvent, PublishedCategory } from '@ledgerdesk/messaging';
import { randomUUID } from 'node:crypto';

const messages = new Map<string, unknown>();

/** The ledger's events carry their messages as they are. */
export const published = (['person', 'team', 'ticket'] as const).map((topic) => ({
  topic,
  toMessage: ({ data }: RecordedEvent) => messages.get(String(data['message'])),
})) as unknown as readonly PublishedCategory[];

/** Appends a history's events to the ledger, under their own ids. */
export async function append(eventStore: InMemoryEventStore, events: readonly FeedEvent[]): Promise<void> {
  for (const { topic, tenant, subject, sequence, id, time, actor, message } of events) {
    messages.set(id, message);
    const commandId = randomUUID();
    const metadata = {
      tenantId: tenant,
      commandId,
      correlationId: commandId,
      actor,
      origin: 'live',
      occurredAt: time,
    } as const;
    const event: NewEvent = { eventId: id, type: 'Said', schemaVersion: 1, data: { message: id }, metadata };
    const stream = { category: topic, tenant, id: subject };
    await eventStore.append(stream, sequence === 0 ? 'no stream' : sequence - 1, [event], { commandId });
  }
}
