import type { Topic } from '@ledgerdesk/contracts';
import { readStructured } from '../cloud-events/structured.ts';
import { ForeignRecordError } from '../kafka/errors.ts';
import { readRecord, type ReadRecord } from '../kafka/kafka-record.ts';
import type { FirstParked } from './parked-keys.ts';

/** What is parked, read by this program, which may be able to what an older one was not. @throws where it is not either */
export function readParked(key: string, { event, record }: FirstParked): ReadRecord {
  if (event !== undefined) return readStructured(key.slice(0, key.indexOf('/')) as Topic, event);
  const read = readRecord(record.topic, record);
  if (read.event.epoch !== record.epoch) {
    throw new ForeignRecordError(record.place.topic, read.event.epoch, record.epoch);
  }
  return read;
}
