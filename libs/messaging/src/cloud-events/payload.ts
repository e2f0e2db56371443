import { topics, type Topic, type TopicMessage } from '@ledgerdesk/contracts';

/** The payload's forms, by the media types that name them. */
export const contentTypes = { protobuf: 'application/protobuf', json: 'application/json' } as const;

export type PayloadFormat = keyof typeof contentTypes;

/** What ts-proto makes of a message. */
interface Codec<T extends Topic> {
  encode(message: TopicMessage<T>): { finish(): Uint8Array };
  decode(bytes: Uint8Array): TopicMessage<T>;
  fromJSON(json: unknown): TopicMessage<T>;
  toJSON(message: TopicMessage<T>): unknown;
}

const codecOf = <T extends Topic>(topic: T): Codec<T> => topics[topic].message as unknown as Codec<T>;

export function writePayload<T extends Topic>(topic: T, message: TopicMessage<T>, format: PayloadFormat): Buffer {
  const codec = codecOf(topic);
  if (format === 'json') return Buffer.from(JSON.stringify(codec.toJSON(message)));
  const bytes = codec.encode(message).finish();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A message, and whether there is nothing in its bytes that this program does not know. */
export interface ReadPayload<T extends Topic> {
  readonly message: TopicMessage<T>;
  readonly whole: boolean;
}

/** @throws Error where the bytes are no such message, or the form is unknown */
export function readPayload<T extends Topic>(topic: T, bytes: Uint8Array, contentType: string): ReadPayload<T> {
  const format = formatOf(contentType);
  const message = format === 'json' ? fromJson(topic, bytes) : codecOf(topic).decode(bytes);
  // Written again, only what this program knows is there; whatever a newer one added is missing.
  return { message, whole: writePayload(topic, message, format).equals(bytes) };
}

function formatOf(contentType: string): PayloadFormat {
  const [mediaType] = contentType.split(';');
  for (const format of Object.keys(contentTypes) as PayloadFormat[]) {
    if (mediaType?.trim().toLowerCase() === contentTypes[format]) return format;
  }
  throw new Error(`its content type is ${JSON.stringify(contentType.slice(0, 80))}`);
}

function fromJson<T extends Topic>(topic: T, bytes: Uint8Array): TopicMessage<T> {
  const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('it is no JSON object');
  return codecOf(topic).fromJSON(json);
}
