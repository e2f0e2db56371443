import type { TopicMessage } from '@ledgerdesk/contracts';
import { SOME_TENANT, SOME_TIME } from '@ledgerdesk/testing';
import { Partitioners } from 'kafkajs';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlacedEvent } from '../port/publisher.ts';
import type { RecordBytes } from '../port/broken-record.ts';
import { readRecord, toRecord, type KafkaRecord } from './kafka-record.ts';
import { topicName } from './topic-names.ts';

/** A record as the first release wrote it, in both forms; never changed. */
const golden = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../test/support/golden-record.json'), 'utf8'),
) as {
  readonly key: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly protobuf: string;
  readonly json: string;
};

const placed: PlacedEvent = {
  event: {
    topic: 'ticket',
    id: '5f0f7e0c-6c2f-5a8e-9b39-0a2f5b1f6e11',
    type: 'ledgerdesk.tickets.v1.TicketTaken',
    subject: 'tkt_01h455vb4pex5vsknk084sn02t',
    time: SOME_TIME,
    tenant: SOME_TENANT,
    sequence: 17,
    epoch: '3f0a3d2c6c1e',
    causationId: '0b0e8f3a-7d5c-4d39-9a55-d6c1d7c2a2f1',
    correlationId: 'c3a1a3f0-5b1d-4a86-8f57-0f0f8b0f9a10',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    actor: { kind: 'service', id: 'routing', onBehalfOf: 'psn_01h455vb4pex5vsknk084sn02a', via: 'reaction' },
    origin: 'live',
    schemaVersion: 2,
    message: {
      message: {
        $case: 'ticketTaken',
        value: { agentId: 'psn_01h455vb4pex5vsknk084sn02q', state: { key: 'open', kind: 'open', lifecycleVersion: 3 } },
      },
    },
  },
  position: 4_294_967_297n,
};

/** A record as a consumer gets it. */
const received = ({ key, value, headers }: KafkaRecord): RecordBytes => ({
  key: Buffer.from(key),
  value,
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
});
const goldenRecord = (format: 'protobuf' | 'json'): KafkaRecord => ({
  key: golden.key,
  value: Buffer.from(golden[format], 'base64'),
  headers: { ...golden.headers, 'content-type': `application/${format}` },
});

describe('An event on Kafka', () => {
  it.each(['protobuf', 'json'] as const)('is written as it always was, with a payload of %s', (format) => {
    expect(toRecord(placed, format)).toEqual(goldenRecord(format));
  });

  it.each(['protobuf', 'json'] as const)('reads as what was written, from a payload of %s', (format) => {
    expect(readRecord('ticket', received(goldenRecord(format)))).toEqual(placed);
  });

  it('lies in the partition that murmur2 of tenant and aggregate says, as with every other client', () => {
    const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({ partitionId, leader: 1 }) as never);
    const message = { key: golden.key, value: '' };
    const partition = Partitioners.DefaultPartitioner()({ topic: 'ledgerdesk.ticket.1', partitionMetadata, message });
    expect(partition).toBe(golden.partition);
  });

  it('says nothing of what is absent', () => {
    const { causationId: _, traceparent: __, ...event } = placed.event;
    const sparse = { ...placed, event: { ...event, actor: { kind: 'person', id: 'psn_1', via: 'form' } as const } };
    const record = toRecord(sparse, 'protobuf');
    expect(Object.keys(record.headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/causationid|traceparent|actoronbehalfof/)]),
    );
    expect(readRecord('ticket', received(record))).toEqual(sparse);
  });

  it('has attribute names that CloudEvents allows: lower-case letters and digits, 20 at most', () => {
    for (const name of Object.keys(toRecord(placed, 'json').headers))
      expect(name).toMatch(/^(ce_[a-z0-9]{1,20}|content-type)$/);
  });
});

describe('A record from the future', () => {
  const withValue = (value: Buffer, contentType: string): RecordBytes =>
    received({ ...goldenRecord('protobuf'), value, headers: { ...golden.headers, 'content-type': contentType } });

  it.each([
    // Field 1000 of the message, a string.
    ['protobuf', Buffer.from([0xc2, 0x3e, 0x03, 0x61, 0x62, 0x63])],
    ['json', Buffer.from('{"ticketTeleported":{"to":"Mars"}}')],
  ])('whose message is unknown is told from one that is broken (%s)', (format, value) => {
    const read = readRecord('ticket', withValue(value, `application/${format}`));
    expect(read).toMatchObject({
      unknown: 'type',
      position: placed.position,
      event: { subject: placed.event.subject },
    });
  });

  it.each([
    // Within ticketTaken (field 4), its agent and a field 1000.
    ['protobuf', Buffer.from([0x22, 0x0b, 0x0a, 0x03, 0x70, 0x73, 0x6e, 0xc2, 0x3e, 0x03, 0x61, 0x62, 0x63])],
    ['json', Buffer.from('{"ticketTaken":{"agentId":"psn","mood":"good"}}')],
  ])('that says more than is known here reads without it, and says so (%s)', (format, value) => {
    const read = readRecord('ticket', withValue(value, `application/${format}`));
    const message: TopicMessage<'ticket'> = {
      message: { $case: 'ticketTaken', value: { agentId: 'psn', state: undefined } },
    };
    expect(read).toMatchObject({ unknown: 'content', event: { message } });
  });
});

describe('A broken record', () => {
  const whole = received(goldenRecord('protobuf'));
  const without = (name: string): RecordBytes => ({ ...whole, headers: { ...whole.headers, [name]: undefined } });
  const saying = (name: string, text: string | Buffer): RecordBytes => ({
    ...whole,
    headers: { ...whole.headers, [name]: Buffer.from(text as string) },
  });

  it.each<[string, RecordBytes]>([
    ['has no value', { ...whole, value: null }],
    ['ends within a field', { ...whole, value: whole.value!.slice(0, -3) }],
    ['is no protobuf', { ...whole, value: Buffer.from('not at all') }],
    ['is no JSON', saying('content-type', 'application/json')],
    ['is of an unknown form', saying('content-type', 'application/avro')],
    ['does not say its form', without('content-type')],
    ['is of another specification', saying('ce_specversion', '2.0')],
    ['has no id', without('ce_id')],
    ['has no position', without('ce_position')],
    ['counts in letters', saying('ce_sequence', 'first')],
    ['happened at no time', saying('ce_time', 'yesterday')],
    ['is no text', saying('ce_subject', Buffer.from([0xff, 0xfe]))],
    ['holds control characters in an attribute', saying('ce_subject', 'tkt_\0')],
    ['says an attribute twice', { ...whole, headers: { ...whole.headers, ce_id: ['a', 'b'] } }],
  ])('%s: the error holds its bytes', (_, record) => {
    expect(() => readRecord('ticket', record)).toThrow(expect.objectContaining({ code: 'BROKEN_RECORD', record }));
  });
});

describe('A topic', () => {
  it('is named by its category and its generation', () => {
    expect(topicName('ticket', '1')).toBe('ledgerdesk.ticket.1');
  });
});
