import { topics } from '@ledgerdesk/contracts';
import type { FeedEvent } from '../port/feed-event.ts';
import { attributesOf, partitionKeyOf, sequenceText } from './attributes.ts';
import { contentTypes, writePayload } from './payload.ts';
import type { PersonalPart } from './personal-parts.ts';

/** How an event is told to an outsider. */
export interface Telling {
  /** Its personal part, opened, where it has one. */
  readonly personal: PersonalPart | undefined;
  /** Fields of its message that are kept from the reader. */
  readonly without?: readonly string[];
}

/** Something of an event that is not told, and why. */
interface Withheld {
  readonly path: readonly string[];
  readonly reason: 'NOT_PERMITTED' | Exclude<PersonalPart['missing'], undefined>;
}

/**
 * An event for outsiders, in the structured mode of CloudEvents 1.0's JSON format: as on the topic inside, but opened, and
 * without its position, by which whoever reads it could count what happens in the whole installation. In place of the sealed
 * value stand `personal` and `personalOf`, the data subject; what is not told stands in `withheld`.
 */
export function toOpened(event: FeedEvent, { personal, without = [] }: Telling): string {
  const { position: _, ...attributes } = attributesOf({ event, position: 0n });
  const { $case = 'bareNotice' } = event.message.message ?? {};
  const message = JSON.parse(writePayload(event.topic, event.message, 'json').toString()) as Record<string, object>;
  const { sealed: __, ...said } = (message[$case] ?? {}) as Record<string, unknown>;
  for (const field of without) delete said[field];
  const told = {
    ...said,
    ...(personal && { personalOf: personal.subject }),
    ...(personal?.said !== undefined && { personal: personal.said }),
  };
  const withheld: readonly Withheld[] = [
    ...without.map((field): Withheld => ({ path: [$case, field], reason: 'NOT_PERMITTED' })),
    ...(personal?.missing ? [{ path: [$case, 'personal'], reason: personal.missing }] : []),
  ];
  const data = { [$case]: told, ...(withheld.length > 0 && { withheld }) };
  return JSON.stringify({ ...attributes, datacontenttype: contentTypes.json, data });
}

/** What says of an event that it happened, and no more. */
export type Noticed = Pick<FeedEvent, 'topic' | 'id' | 'subject' | 'tenant' | 'sequence' | 'epoch'>;

/** CloudEvents `type` of the notices of a topic. */
export const noticeType = (topic: FeedEvent['topic']): string => `${topics[topic].typePrefix}.BareNotice`;

/** An event whose content the reader may not know: it keeps `sequence` dense, and tells neither who, nor when, nor what. */
export function toBareNotice(event: Noticed): string {
  const { topic, id, subject, tenant, sequence, epoch } = event;
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `/ledgerdesk/${topics[topic].service}`,
    type: noticeType(topic),
    subject,
    tenant,
    sequence: sequenceText(sequence),
    partitionkey: partitionKeyOf(event),
    epoch,
    datacontenttype: contentTypes.json,
    data: { bareNotice: {} },
  });
}
