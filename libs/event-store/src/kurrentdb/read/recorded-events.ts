import { instantOf, type JsonObject } from '@ledgerdesk/kernel';
import { cursorOf } from '../../port/cursor.ts';
import type { RecordedEvent } from '../../port/event.ts';
import { parseStreamName } from '../../port/stream.ts';
import type { KurrentConnection, StoredRecord } from '../protocol/wire.ts';
import { openEnvelope } from './envelope.ts';

/**
 * The events of some records that stand in the ledger's order. The server gives each record a time of its own; the port
 * promises one for all events of an append: that of the first, which stands before them, or is asked for.
 */
export async function recordedEvents(
  connection: KurrentConnection,
  epoch: string,
  records: readonly StoredRecord[],
): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  let begun: { readonly stream: string; readonly revision: number; readonly created: number } | undefined;
  for (const record of records) {
    const { envelope, metadata, metadataText } = openEnvelope(record);
    const revision = record.revision - envelope.index;
    if (envelope.index === 0) begun = record;
    else if (begun?.stream !== record.stream || begun.revision !== revision) {
      [begun] = await connection.readStream({ stream: record.stream, from: revision, count: 1 });
    }
    events.push({
      stream: parseStreamName(record.stream),
      revision: record.revision,
      cursor: cursorOf({ epoch, position: record.position }),
      eventId: record.id,
      type: record.type,
      schemaVersion: envelope.schemaVersion,
      recordedAt: envelope.recordedAt,
      storedAt: instantOf(begun!.created),
      leafHash: Buffer.from(envelope.leafHash, 'base64'),
      data: JSON.parse(record.data) as JsonObject,
      metadata,
      dataText: record.data,
      metadataText,
    });
  }
  return events;
}
