import type { Topic } from '@ledgerdesk/contracts';
import type { PlacedEvent } from '../port/publisher.ts';
import { attributesOf, readAttributes, type Attributes } from './attributes.ts';
import { contentTypes, readPayload, writePayload } from './payload.ts';

/** An event in the structured mode of CloudEvents 1.0's JSON format: its attributes, and the message as proto-JSON. */
export type StructuredEvent = Attributes & { readonly data: unknown };

export const toStructured = (placed: PlacedEvent): string => {
  const { topic, message } = placed.event;
  const data = JSON.parse(writePayload(topic, message, 'json').toString()) as unknown;
  return JSON.stringify({ ...attributesOf(placed), datacontenttype: contentTypes.json, data });
};

/** @throws Error where it is no such event */
export function readStructured<T extends Topic>(topic: T, text: string): PlacedEvent<T> {
  const { data, ...attributes } = JSON.parse(text) as StructuredEvent;
  const { position, ...facts } = readAttributes(attributes as Attributes);
  const { message } = readPayload(topic, Buffer.from(JSON.stringify(data)), contentTypes.json);
  return { event: { topic, ...facts, message }, position };
}
