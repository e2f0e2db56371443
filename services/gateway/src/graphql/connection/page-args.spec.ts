import { randomBytes } from 'node:crypto';
import { OpaqueTexts } from '../../live/opaque-texts.ts';
import { Cursors } from './cursor.ts';
import { sliceOf, type PageArgs } from './page-args.ts';

const texts = Promise.resolve(new OpaqueTexts(randomBytes(32)));
const cursors = new Cursors<number>(['numbers'], () => texts);
const slice = (args: PageArgs) => sliceOf(args, cursors);

describe('A page', () => {
  it('is the first 25 unless more or fewer are asked for', async () => {
    expect(await slice({})).toEqual({ first: 25 });
    expect(await slice({ first: 200, after: null })).toEqual({ first: 200 });
    expect(await slice({ after: await cursors.cursorOf(3) })).toEqual({ first: 25, after: 3 });
  });

  it('is read from the end by last and before', async () => {
    expect(await slice({ last: 2, before: await cursors.cursorOf(3) })).toEqual({ last: 2, before: 3 });
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
  ])('is refused for %j', async (args, code) => {
    await expect(slice(args)).rejects.toThrow(expect.objectContaining({ code }));
  });

  it('that is too long is not to be asked for again', async () => {
    await expect(slice({ first: 500 })).rejects.toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ retryable: false }) }),
    );
  });
});
