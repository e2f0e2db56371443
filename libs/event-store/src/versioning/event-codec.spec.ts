import { tickets } from '@ledgerdesk/contracts';
import type { JsonObject, Personal } from '@ledgerdesk/kernel';
import type { StoredSealedValue } from '../sealing/sealed-value.ts';
import { eventCodec } from './event-codec.ts';
import { firstVersion, type EventCategory } from './event-category.ts';

/** Version 1 had a `priority`, version 2 an `urgency` as a number, version 3 has it as a word, and says where it came from. */
interface AlarmRaised {
  readonly type: 'AlarmRaised';
  readonly urgency: 'low' | 'high';
  readonly source: string;
  readonly personal: Personal<tickets.TicketHeldPersonal>;
}
interface AlarmEnded {
  readonly type: 'AlarmEnded';
}

const v1ToV2 = ({ priority, ...rest }: JsonObject): JsonObject => ({ ...rest, urgency: priority === 'p1' ? 10 : 1 });
const v2ToV3 = ({ urgency, ...rest }: JsonObject): JsonObject => ({
  ...rest,
  urgency: Number(urgency) > 5 ? 'high' : 'low',
  source: 'not recorded',
});

const category: EventCategory<null, AlarmRaised | AlarmEnded> = {
  name: 'alarm',
  aggregate: { initial: null, evolve: () => null },
  versions: { AlarmRaised: { current: 3, upcasters: [v1ToV2, v2ToV3] }, AlarmEnded: firstVersion },
  personal: { AlarmRaised: tickets.TicketHeldPersonal },
};
const codec = eventCodec(category);

const sealed: StoredSealedValue = {
  format: 1,
  keyIds: ['k'],
  nonce: 'bm9uY2U=',
  ciphertext: 'Y2lwaGVy',
  subject: 'psn_1',
};
const stored = (schemaVersion: number, data: object, type = 'AlarmRaised') =>
  ({ type, schemaVersion, data: data as JsonObject }) as const;

describe('A stored event', () => {
  it.each([
    ['first', 1, { priority: 'p1', room: 7 }, { urgency: 'high', source: 'not recorded' }],
    ['second', 2, { urgency: 2, room: 7 }, { urgency: 'low', source: 'not recorded' }],
    ['third', 3, { urgency: 'high', source: 'sensor', room: 7 }, { urgency: 'high', source: 'sensor' }],
  ])('of the %s version reads as the newest', (_, version, data, expected) => {
    expect(codec.decode(stored(version, data))).toEqual({ type: 'AlarmRaised', room: 7, ...expected });
  });

  it('keeps its sealed value closed on the way: no upcaster sees it', () => {
    const seen: JsonObject[] = [];
    const watching = eventCodec({
      ...category,
      versions: {
        ...category.versions,
        AlarmRaised: { current: 3, upcasters: [(data) => (seen.push(data), v1ToV2(data)), v2ToV3] },
      },
    });
    const event = watching.decode(stored(1, { priority: 'p1', sealed: [sealed] }));
    expect(event).toMatchObject({ urgency: 'high', personal: { subject: 'psn_1', sealed } });
    expect(event).not.toHaveProperty('sealed');
    expect(seen).toEqual([{ priority: 'p1' }]);
  });

  it('is not changed by being read', () => {
    const data = Object.freeze({ priority: 'p1', sealed: Object.freeze([Object.freeze(sealed)]) });
    expect(() => codec.decode(stored(1, data))).not.toThrow();
    expect(data).toEqual({ priority: 'p1', sealed: [sealed] });
  });

  it('is not read by a program that is older than it', () => {
    expect(() => codec.decode(stored(4, {}))).toThrow(expect.objectContaining({ code: 'NEWER_SCHEMA_VERSION' }));
    expect(() => codec.decode(stored(2, {}, 'AlarmEnded'))).toThrow(
      expect.objectContaining({ code: 'NEWER_SCHEMA_VERSION' }),
    );
  });

  it.each(['AlarmForgotten', 'constructor', '__proto__', ''])('is not read where its type is not known: %j', (type) => {
    expect(() => codec.decode(stored(1, {}, type))).toThrow(expect.objectContaining({ code: 'UNKNOWN_EVENT_TYPE' }));
  });

  it('takes its type from the envelope, whatever its data says', () => {
    expect(codec.decode(stored(1, { type: 'AlarmEnded' }))).toMatchObject({ type: 'AlarmRaised' });
  });
});

describe('An event that is written', () => {
  const personal = { subject: 'psn_1', plain: { reason: 'It rings' } };
  const raised: AlarmRaised = { type: 'AlarmRaised', urgency: 'low', source: 'sensor', personal };
  const unwritable = (path: readonly string[]) => expect.objectContaining({ code: 'UNWRITABLE_EVENT', path });

  it('is of the newest version, what it says of a person apart', () => {
    const { personal: apart, ...plain } = codec.encode(raised);
    expect(plain).toEqual({
      type: 'AlarmRaised',
      schemaVersion: 3,
      clear: { urgency: 'low', source: 'sensor' },
    });
    expect(apart!.subject).toBe('psn_1');
    expect(tickets.TicketHeldPersonal.decode(apart!.plaintext)).toEqual({ reason: 'It rings' });
  });

  it('may say nothing of anybody', () => {
    expect(codec.encode({ type: 'AlarmEnded' })).toEqual({ type: 'AlarmEnded', schemaVersion: 1, clear: {} });
  });

  it.each([
    ['a fact that JSON cannot hold', { urgency: undefined }, ['AlarmRaised', 'urgency']],
    ['a fact under the name of what is sealed', { sealed: [] }, ['AlarmRaised', 'sealed']],
    [
      'a person’s text that UTF-8 cannot hold',
      { personal: { ...personal, plain: { reason: '\ud800' } } },
      ['AlarmRaised', 'personal', 'reason'],
    ],
    [
      'a subject that no text can hold',
      { personal: { ...personal, subject: 'a\0' } },
      ['AlarmRaised', 'personal', 'subject'],
    ],
    ['what is sealed already', { personal: { subject: 'psn_1', sealed } }, ['AlarmRaised', 'personal']],
  ])('is refused with %s', (_, wrong, path) => {
    expect(() => codec.encode({ ...raised, ...wrong } as AlarmRaised)).toThrow(unwritable(path));
  });

  it('is refused where the category names no message for what it says of a person', () => {
    const ended = { type: 'AlarmEnded', personal } as unknown as AlarmEnded;
    expect(() => codec.encode(ended)).toThrow(unwritable(['AlarmEnded', 'personal']));
  });

  it('is refused where its type is not known', () => {
    expect(() => codec.encode({ type: 'AlarmForgotten' } as unknown as AlarmEnded)).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_EVENT_TYPE' }),
    );
  });
});

describe('A category', () => {
  it.each([
    [2, []],
    [1, [v1ToV2]],
    [4, [v1ToV2, v2ToV3]],
  ])('of version %d is refused with that many upcasters: %j', (current, upcasters) => {
    const versions = { ...category.versions, AlarmRaised: { current, upcasters } };
    expect(() => eventCodec({ ...category, versions })).toThrow(/upcasters/);
  });
});
