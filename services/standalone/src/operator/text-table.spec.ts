import { asJson, textTable } from './text-table.ts';

describe('A table of text', () => {
  it('has columns as wide as what stands in them, and no blanks behind the last', () => {
    expect(
      textTable(
        ['A', 'LONGER', 'B'],
        [
          ['long', 'x', 'y'],
          ['z', 'z', ''],
        ],
      ),
    ).toBe(['A     LONGER  B', 'long  x       y', 'z     z'].join('\n'));
  });

  it('keeps what moves a cursor or breaks a line out of the terminal, and cuts what is too long', () => {
    const table = textTable(['A', 'B'], [['a\u001b[2J\nb', 'x'.repeat(500)]]);
    expect(table.split('\n')).toHaveLength(2);
    expect(table).not.toContain('\u001b');
    expect(table).toMatch(/x…$/);
  });

  it('is one document of JSON for a program, positions as text', () => {
    expect(JSON.parse(asJson([{ position: 9_007_199_254_740_993n }]))).toEqual([{ position: '9007199254740993' }]);
  });
});
