import type { Topic } from '@ledgerdesk/contracts';
import type { RecordBytes } from '../port/broken-record.ts';
import type { PassedOver } from '../port/feed.ts';
import type { PlacedEvent } from '../port/publisher.ts';
import { attributesOf, partitionKeyOf, readAttributes, type Attributes } from '../cloud-events/attributes.ts';
import { BrokenRecordError } from './errors.ts';
import { contentTypes, readPayload, writePayload, type PayloadFormat } from '../cloud-events/payload.ts';

/** An event as Kafka carries it: CloudEvents 1.0, binary mode of its Kafka protocol binding. */
export interface KafkaRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const PREFIX = 'ce_';
const CONTENT_TYPE = 'content-type';
/** CloudEvents 1.0 allows them in no attribute, and PostgreSQL the first of them in no text. */
const CONTROL = /\p{Cc}/u;

export function toRecord(placed: PlacedEvent, format: PayloadFormat): KafkaRecord {
  const { event } = placed;
  const headers: Record<string, string> = { [CONTENT_TYPE]: contentTypes[format] };
  for (const [name, value] of Object.entries(attributesOf(placed))) headers[`${PREFIX}${name}`] = value;
  return { key: partitionKeyOf(event), value: writePayload(event.topic, event.message, format), headers };
}

/** What was read of a record. What a newer program says in it is left out, and it is said that something was. */
export interface ReadRecord extends PlacedEvent {
  /** `type`: the whole message is unknown here. `content`: a part of it is. */
  readonly unknown?: 'type' | 'content';
}

/** What a consumer remembers of a record from the future. */
export const passedOverOf = ({ event, position }: ReadRecord, unknown: PassedOver['unknown']): PassedOver => {
  const { topic, id, tenant, subject, sequence, type } = event;
  return { topic, id, tenant, subject, sequence, type, position, unknown };
};

/** @throws BrokenRecordError */
export function readRecord(topic: Topic, record: RecordBytes): ReadRecord {
  try {
    return read(topic, record);
  } catch (cause) {
    throw new BrokenRecordError((cause as Error).message, record, { cause });
  }
}

function read(topic: Topic, { value, headers }: RecordBytes): ReadRecord {
  if (!value?.length) throw new Error('it has no value');
  const { position, ...facts } = readAttributes(attributesIn(headers));
  const { message, whole } = readPayload(topic, value, textOf(headers[CONTENT_TYPE]) ?? '');
  const unknown = message.message === undefined ? 'type' : whole ? undefined : 'content';
  return { event: { topic, ...facts, message }, position, ...(unknown && { unknown }) };
}

function attributesIn(headers: RecordBytes['headers']): Attributes {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = name.startsWith(PREFIX) ? textOf(value) : undefined;
    if (text === undefined) continue;
    if (CONTROL.test(text)) throw new Error(`its attribute ${name} holds control characters`);
    attributes[name.slice(PREFIX.length)] = text;
  }
  return attributes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Of a header that is there once; twice is not there. @throws TypeError where it is no text */
const textOf = (value: RecordBytes['headers'][string]): string | undefined =>
  value instanceof Uint8Array ? utf8.decode(value) : typeof value === 'string' ? value : undefined;
