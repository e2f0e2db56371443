import { newId } from '@ledgerdesk/kernel';
import type { AwaitedPlace } from '@ledgerdesk/read-models';
import { randomBytes } from 'node:crypto';
import { atLeastToken, placesOf } from './at-least-token.ts';
import { OpaqueTexts } from './opaque-texts.ts';

const tenant = newId('tnt');
const texts = new OpaqueTexts(randomBytes(32));
const place: AwaitedPlace = {
  topic: 'ticket',
  tenant,
  id: newId('tkt'),
  cursor: 'epoch1.42' as AwaitedPlace['cursor'],
};
const malformed = expect.objectContaining({ code: 'MALFORMED_CURSOR' });

describe('An atLeast token', () => {
  it('names the places that a query is to wait for', () => {
    expect(placesOf(texts, atLeastToken(texts, [place, place]), tenant)).toEqual([place, place]);
  });

  it('is refused to another tenant, who has other keys', () => {
    const theirs = new OpaqueTexts(randomBytes(32));
    expect(() => placesOf(theirs, atLeastToken(texts, [place]), newId('tnt'))).toThrow(malformed);
  });

  it.each(['', 'x', Buffer.from('[1]').toString('base64url'), texts.textOf(['a list'], [])])(
    'is refused where it is something else: %j',
    (text) => {
      expect(() => placesOf(texts, text, tenant)).toThrow(malformed);
    },
  );
});
