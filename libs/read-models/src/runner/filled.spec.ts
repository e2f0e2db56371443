import { asFarAs } from './filled.ts';

const stands = (of: Readonly<Record<string, number>>): ReadonlyMap<string, bigint> =>
  new Map(Object.entries(of).map(([source, position]) => [source, BigInt(position)]));

describe('A new version of a view is filled', () => {
  it.each([
    ['where the older one saw nothing', {}, {}, true],
    ['not before it has seen anything', { ledger: 0 }, {}, false],
    ['as soon as it is as far in the ledger', { ledger: 7 }, { ledger: 7 }, true],
    ['not where it is behind', { ledger: 7 }, { ledger: 6 }, false],
    ['when it is as far in every partition', { 'ticket/0': 3, 'ticket/1': 9 }, { 'ticket/0': 4, 'ticket/1': 9 }, true],
    ['not by one partition alone', { 'ticket/0': 3, 'ticket/1': 9 }, { 'ticket/1': 12 }, false],
    ['by the ledger for all partitions', { 'ticket/0': 3, 'ticket/1': 9 }, { ledger: 9 }, true],
    ['not by the ledger before it is as far as the farthest', { 'ticket/0': 3, 'ticket/1': 9 }, { ledger: 8 }, false],
    ['by a partition for the ledger', { ledger: 7 }, { 'ticket/0': 2, 'ticket/1': 7 }, true],
  ])('%s', (_, older, now, filled) => {
    expect(asFarAs(stands(older))(stands(now))).toBe(filled);
  });
});
