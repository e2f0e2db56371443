import fc from 'fast-check';
import { atTheBeginning, partitionsOf, positionsFrom, positionsText, type Positions } from './positions.ts';

const TOPICS = ['ticket', 'team'] as const;
const all = (position: bigint): Positions => new Map(partitionsOf(TOPICS).map((source) => [source, position]));

describe('The positions of a reader in all partitions', () => {
  it('are one number where all agree', () => {
    expect(positionsText(all(4711n), TOPICS)).toBe('4711');
    expect(positionsText(atTheBeginning(TOPICS), TOPICS)).toBe('-1');
  });

  it('are each by how much it is below the highest, where they do not', () => {
    const behind = new Map(all(100n)).set('ticket/1', 97n).set('team/11', -1n);
    expect(positionsText(behind, TOPICS)).toBe('100:0.3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.101');
  });

  it('are read as they were written', () => {
    const position = fc.bigInt({ min: -1n, max: 2n ** 63n - 1n });
    const some = fc.array(position, { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(
        fc.oneof(
          some,
          position.map((one) => Array<bigint>(24).fill(one)),
        ),
        (numbers) => {
          const positions = new Map(partitionsOf(TOPICS).map((source, index) => [source, numbers[index]!]));
          expect(positionsFrom(positionsText(positions, TOPICS), TOPICS)).toEqual(positions);
        },
      ),
    );
  });
});
