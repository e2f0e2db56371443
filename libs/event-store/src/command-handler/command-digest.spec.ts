import { createHmac } from 'node:crypto';
import type { Actor } from '@ledgerdesk/kernel';
import { commandDigest } from './command-digest.ts';

const NAMING_KEY = Buffer.alloc(32, 7);
const actor: Actor = { kind: 'person', id: 'psn_1', via: 'graphql' };
const body = { b: [1, 'ü'], a: null };
const hex = (differently: object = {}, key: Uint8Array = NAMING_KEY): string =>
  commandDigest(key, { actor, body, ...differently }).toString('hex');

describe('What is remembered of a command’s sender and content', () => {
  it('is an HMAC of both as canonical JSON, under a key made of the naming key', () => {
    const key = createHmac('sha256', NAMING_KEY).update('ledgerdesk-command-digest-v1').digest();
    const text = '[{"id":"psn_1","kind":"person","via":"graphql"},{"a":null,"b":[1,"ü"]}]';
    expect(hex()).toBe(createHmac('sha256', key).update(text).digest('hex'));
  });

  // Committed, for it is compared with what was remembered years ago.
  it('is for ever what it was', () => {
    expect(hex()).toBe('3d0103ce3c6c622af33cc991627c5fa70566922e009be1d37ffac519de7c9c2f');
  });

  it('is the same for the same, in whichever order its names came', () => {
    expect(hex({ body: { a: null, b: [1, 'ü'] }, actor: { via: 'graphql', id: 'psn_1', kind: 'person' } })).toBe(hex());
  });

  it.each([
    ['another body', { body: { ...body, a: 0 } }],
    ['another person', { actor: { ...actor, id: 'psn_2' } }],
    ['another way in', { actor: { ...actor, via: 'form' } }],
    ['somebody acting for another', { actor: { ...actor, onBehalfOf: 'psn_2' } }],
  ])('is another for %s', (_, differently) => {
    expect(hex(differently)).not.toBe(hex());
  });

  it('is another in another tenant, whose naming key is another', () => {
    expect(hex({}, Buffer.alloc(32, 8))).not.toBe(hex());
  });
});
