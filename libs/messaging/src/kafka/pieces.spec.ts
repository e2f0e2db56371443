import { FeedHistory, SOME_TENANT } from '@ledgerdesk/testing';
import type { KafkaMessage } from 'kafkajs';
import { partitionOf } from '../cloud-events/partition.ts';
import { toRecord } from './kafka-record.ts';
import { piecesOf, type Piece } from './pieces.ts';

const history = new FeedHistory();
const team = history.aggregate('team', 'tea_1');
for (let n = 0; n < 5; n += 1) team.says({ $case: 'teamJoined', value: { personId: `psn_${n}` } });
const PARTITION = partitionOf(`${SOME_TENANT}.tea_1`);

/** The events of a team, each at the offset of its number and at ten times its position. */
const messages = (): KafkaMessage[] =>
  history.events.map((event, at) => {
    const { key, value, headers } = toRecord({ event, position: BigInt(at * 10) }, 'protobuf');
    const bytes = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]);
    return { key: Buffer.from(key), value, headers: Object.fromEntries(bytes), offset: String(at) } as KafkaMessage;
  });

const piecesIn = (changed: readonly KafkaMessage[], { size = 100, after = -1n } = {}): readonly Piece[] => [
  ...piecesOf({ topic: 'team', name: 'ledgerdesk.team.1', partition: PARTITION }, changed, {
    after: { epoch: 'history', position: after },
    size,
  }),
];

const saying = (message: KafkaMessage, header: string, text: string): KafkaMessage =>
  ({ ...message, headers: { ...message.headers, [header]: Buffer.from(text) } }) as KafkaMessage;

const broken = (message: KafkaMessage, key: Buffer | null = message.key): KafkaMessage => ({
  ...message,
  key,
  value: Buffer.from('not at all'),
});

describe('What was fetched of a partition', () => {
  it('is cut into pieces of a size, without what was there before', () => {
    const pieces = piecesIn(messages(), { size: 2, after: 10n });
    expect(pieces.map(({ positions }) => positions)).toEqual([[], [20n, 30n], [40n]]);
    expect(pieces.map(({ next, position }) => [next, position])).toEqual([
      [2n, 10n],
      [4n, 30n],
      [5n, 40n],
    ]);
  });

  it('ends a piece before a broken record, which begins the next one, with its bytes and whose it is', () => {
    const all = messages();
    const pieces = piecesIn(all.map((message, at) => (at === 2 || at === 3 ? broken(message) : message)));
    expect(pieces.map(({ broken: { length }, positions, next }) => [length, positions, next])).toEqual([
      [0, [0n, 10n], 2n],
      [2, [40n], 5n],
    ]);
    expect(pieces[1]!.broken[0]).toMatchObject({
      topic: 'team',
      aggregate: { tenant: SOME_TENANT, subject: 'tea_1' },
      place: { topic: 'ledgerdesk.team.1', partition: PARTITION, offset: 2n },
      key: all[2]!.key,
      value: Buffer.from('not at all'),
      headers: all[2]!.headers,
    });
  });

  it('goes no further by what a broken record says of its position', () => {
    const last = broken(saying(messages()[4]!, 'ce_position', '900'));
    expect(piecesIn([last], { after: 30n })).toMatchObject([{ position: 30n, next: 5n, broken: [{}] }]);
  });

  it.each([
    ['has none', null],
    ['is no text', Buffer.from([0xff, 0xfe])],
    ['tells no tenant', Buffer.from('tea_1')],
    ['holds what no text in the database can', Buffer.from(`${SOME_TENANT}.tea_\0`)],
    ['is of another partition', Buffer.from(`${SOME_TENANT}.tea_3`)],
  ])('holds a broken record alone, and nobody behind it, where its key %s', (_, key) => {
    const [piece] = piecesIn([broken(messages()[0]!, key)]);
    expect(piece!.broken).toMatchObject([{ key }]);
    expect(piece!.broken[0]).not.toHaveProperty('aggregate');
  });

  it('ends for good where an event is of another ledger', () => {
    const [first, second, ...rest] = messages();
    const foreign = saying(second!, 'ce_epoch', 'another');
    expect(piecesIn([first!, foreign, ...rest])).toMatchObject([
      { positions: [0n], obstacle: { code: 'FOREIGN_RECORD' } },
    ]);
  });
});
