import { topics } from '@ledgerdesk/contracts';
import { isInstant, type Actor, type Instant, type TenantId } from '@ledgerdesk/kernel';
import type { FeedEvent } from '../port/feed-event.ts';
import type { PlacedEvent } from '../port/publisher.ts';

/** Wide enough for every revision: sorts as text as it does as a number. */
const SEQUENCE_DIGITS = 10;

export const sequenceText = (sequence: number): string => String(sequence).padStart(SEQUENCE_DIGITS, '0');

/** Attributes of CloudEvents 1.0, by their names; extensions of ours beside them. */
export type Attributes = Readonly<Record<string, string>>;

/** What decides on an event's partition: its tenant and its aggregate. */
export const partitionKeyOf = ({ tenant, subject }: Pick<FeedEvent, 'tenant' | 'subject'>): string =>
  `${tenant}.${subject}`;

/** The attributes of an event: all that it says but its message. */
export function attributesOf({ event, position }: PlacedEvent): Attributes {
  const { topic, id, type, subject, time, tenant, sequence, epoch, actor } = event;
  return {
    specversion: '1.0',
    id,
    source: `/ledgerdesk/${topics[topic].service}`,
    type,
    subject,
    time,
    tenant,
    sequence: sequenceText(sequence),
    partitionkey: partitionKeyOf(event),
    epoch,
    position: position.toString(),
    ...(event.causationId !== undefined && { causationid: event.causationId }),
    correlationid: event.correlationId,
    ...(event.traceparent !== undefined && { traceparent: event.traceparent }),
    actorkind: actor.kind,
    actorid: actor.id,
    ...(actor.onBehalfOf !== undefined && { actoronbehalfof: actor.onBehalfOf }),
    actorvia: actor.via,
    origin: event.origin,
    schemaversion: String(event.schemaVersion),
  };
}

/** What the attributes say: all of an event but its message. */
export interface Said extends Omit<FeedEvent, 'topic' | 'message'> {
  readonly position: bigint;
}

/** @throws Error that says which attribute is missing, or not what it should be */
export function readAttributes(attributes: Attributes): Said {
  const the = (name: string): string => attributes[name] ?? lacking(name);
  const { causationid, traceparent, actoronbehalfof } = attributes;
  if (the('specversion') !== '1.0') lacking('specversion');
  return {
    id: the('id'),
    type: the('type'),
    subject: the('subject'),
    time: isInstant(the('time')) ? (the('time') as Instant) : lacking('time'),
    tenant: the('tenant') as TenantId,
    sequence: Number(counted(the('sequence'), 'sequence')),
    epoch: the('epoch'),
    position: counted(the('position'), 'position'),
    ...(causationid !== undefined && { causationId: causationid }),
    correlationId: the('correlationid'),
    ...(traceparent !== undefined && { traceparent }),
    actor: {
      kind: the('actorkind') as Actor['kind'],
      id: the('actorid'),
      ...(actoronbehalfof !== undefined && { onBehalfOf: actoronbehalfof }),
      via: the('actorvia'),
    },
    origin: the('origin') as FeedEvent['origin'],
    schemaVersion: Number(counted(the('schemaversion'), 'schemaversion')),
  };
}

function counted(text: string, name: string): bigint {
  return /^\d{1,19}$/.test(text) ? BigInt(text) : lacking(name);
}

function lacking(name: string): never {
  throw new Error(`its attribute ${name} is missing, or not what it should be`);
}
