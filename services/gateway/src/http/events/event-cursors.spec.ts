import { OpaqueTexts } from '../../live/opaque-texts.ts';
import { passed, theBeginning } from '../../event-log/log-place.ts';
import { EventCursors } from './event-cursors.ts';
import type { EventsRequest } from './events-request.ts';
import { readableTopics } from './readable.ts';

const TEXTS = new OpaqueTexts(Buffer.alloc(32, 1));

type Filter = Pick<EventsRequest, 'topics' | 'types'>;
const EVERYTHING: Filter = { topics: readableTopics, types: undefined };
const cursors = (filter: Filter = EVERYTHING, texts = TEXTS) =>
  new EventCursors(texts, filter, { every: readableTopics });
const stand = { epoch: 'e1', reached: new Map([['ticket/3', 40n] as const, ['team/0', 7n] as const]), late: 0 };
const place = { ...passed(theBeginning(readableTopics), stand), late: 3 };

describe('A cursor of the event feed', () => {
  it('leads to where its reader stood', () => {
    expect(cursors().placeOf(cursors().cursorOf(place))).toEqual(place);
  });

  it('stands for the first event ever where there is none yet', () => {
    const beginning = theBeginning(readableTopics);
    expect(cursors().placeOf(undefined)).toEqual(beginning);
    expect(cursors().placeOf(cursors().cursorOf(beginning))).toEqual(beginning);
  });

  it('is short enough for an address, wherever the partitions stand', () => {
    const far = new Map([...place.positions].map(([source], index) => [source, 10n ** 15n - BigInt(index) ** 9n]));
    expect(cursors().cursorOf({ ...place, positions: far }).length).toBeLessThan(1_500);
  });

  it.each<[string, EventCursors]>([
    ['another tenant', cursors(EVERYTHING, new OpaqueTexts(Buffer.alloc(32, 2)))],
    ['other topics', cursors({ topics: ['ticket'], types: undefined })],
    ['other types', cursors({ ...EVERYTHING, types: ['ledgerdesk.tickets.v1.NoteAdded'] })],
  ])('is none of %s', (_, others) => {
    expect(() => others.placeOf(cursors().cursorOf(place))).toThrow(
      expect.objectContaining({ code: 'MALFORMED_CURSOR' }),
    );
  });

  it.each(['', 'x', 'AAAA', '%00'])('is not %j', (text) => {
    expect(() => cursors().placeOf(text)).toThrow(expect.objectContaining({ code: 'MALFORMED_CURSOR' }));
  });

  it('leads to the beginning of a topic that was not there when it was made', () => {
    const older = new EventCursors(
      TEXTS,
      { topics: ['ticket', 'team'], types: undefined },
      { every: ['ticket', 'team'] },
    );
    const { positions } = cursors().placeOf(older.cursorOf(place));
    expect([positions.get('ticket/3'), positions.get('person/3')]).toEqual([40n, -1n]);
  });
});
