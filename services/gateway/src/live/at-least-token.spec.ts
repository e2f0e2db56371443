import { newId } from '@ledgerdesk/kernel';
import type { AwaitedPlace } from '@ledgerdesk/read-models';
import fc from 'fast-check';
import { atLeastToken, placesOf } from './at-least-token.ts';

const tenant = newId('tnt');
const place: AwaitedPlace = {
  topic: 'ticket',
  tenant,
  id: newId('tkt'),
  cursor: 'epoch1.42' as AwaitedPlace['cursor'],
};
const token = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString('base64url');
const malformed = expect.objectContaining({ code: 'MALFORMED_CURSOR' });

describe('An atLeast token', () => {
  it('names the places that a query is to wait for', () => {
    expect(placesOf(atLeastToken(tenant, [place, place]), tenant)).toEqual([place, place]);
  });

  it('is refused to another tenant', () => {
    expect(() => placesOf(atLeastToken(tenant, [place]), newId('tnt'))).toThrow(malformed);
  });

  it.each([
    [[2, tenant, [['ticket', 'tkt', 'a.1']]]],
    [[1, tenant, []]],
    [[1, tenant, [['nonsense', 'tkt', 'a.1']]]],
    [[1, tenant, [['ticket', 'tkt']]]],
    [[1, tenant, [['ticket', 'tkt', 1]]]],
    [[1, tenant, Array.from({ length: 51 }, () => ['ticket', 'tkt', 'a.1'])]],
    [{ places: [] }],
    [null],
  ])('is refused where it holds something else: %j', (content) => {
    expect(() => placesOf(token(content), tenant)).toThrow(malformed);
  });

  it('is refused, and never breaks anything, whatever text comes', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(() => placesOf(text, tenant)).toThrow(malformed)));
    fc.assert(fc.property(fc.jsonValue(), (json) => expect(() => placesOf(token(json), tenant)).toThrow(malformed)));
  });
});
