import { Cursors } from './cursor.ts';
import { sliceOf, type PageArgs } from './page-args.ts';

const cursors = new Cursors(['numbers'], (place): place is number => typeof place === 'number');
const slice = (args: PageArgs) => sliceOf(args, cursors);

describe('A page', () => {
  it('is the first 25 unless more or fewer are asked for', () => {
    expect(slice({})).toEqual({ first: 25 });
    expect(slice({ first: 200, after: null })).toEqual({ first: 200 });
    expect(slice({ after: cursors.cursorOf(3) })).toEqual({ first: 25, after: 3 });
  });

  it('is read from the end by last and before', () => {
    expect(slice({ last: 2, before: cursors.cursorOf(3) })).toEqual({ last: 2, before: 3 });
  });

  it.each<[PageArgs, string]>([
    [{ first: 201 }, 'OVER_LIMIT'],
    [{ last: 201 }, 'OVER_LIMIT'],
    [{ first: 0 }, 'MALFORMED_REQUEST'],
    [{ last: -1 }, 'MALFORMED_REQUEST'],
    [{ first: 1, last: 1 }, 'MALFORMED_REQUEST'],
    [{ after: 'a', before: 'b' }, 'MALFORMED_REQUEST'],
    [{ before: 'b' }, 'MALFORMED_REQUEST'],
    [{ after: 'a' }, 'MALFORMED_CURSOR'],
  ])('is refused for %j', (args, code) => {
    expect(() => slice(args)).toThrow(expect.objectContaining({ code }));
  });

  it('that is too long is not to be asked for again', () => {
    expect(() => slice({ first: 500 })).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ retryable: false }) }),
    );
  });
});
