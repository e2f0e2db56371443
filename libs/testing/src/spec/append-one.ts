import { eventIdOf, type EventStore, type StreamId } from '@ledgerdesk/event-store';
import { randomUUID } from 'node:crypto';
import { SOME_TIME } from './given.ts';

/** Appends one event that says nothing but its type, as a person's command, wherever its stream stands. */
export async function appendOne(eventStore: Pick<EventStore, 'append'>, stream: StreamId, type: string): Promise<void> {
  const commandId = randomUUID();
  const event = {
    eventId: eventIdOf(stream.tenant, commandId, 0),
    type,
    schemaVersion: 1,
    data: {},
    metadata: {
      tenantId: stream.tenant,
      commandId,
      correlationId: commandId,
      actor: { kind: 'person', id: 'psn_1', via: 'graphql' },
      origin: 'live',
      occurredAt: SOME_TIME,
    },
  } as const;
  await eventStore.append(stream, 'any', [event], { commandId });
}
