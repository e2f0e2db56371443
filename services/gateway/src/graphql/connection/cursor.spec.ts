import { randomBytes } from 'node:crypto';
import { OpaqueTexts } from '../../live/opaque-texts.ts';
import { Cursors } from './cursor.ts';

const ofTenant = () => {
  const texts = Promise.resolve(new OpaqueTexts(randomBytes(32)));
  return () => texts;
};
const [ours, theirs] = [ofTenant(), ofTenant()];
const OPEN = ['tickets', { kinds: ['open'] }, 'newest first'];
const open = new Cursors<number>(OPEN, ours);
const malformed = expect.objectContaining({ code: 'MALFORMED_CURSOR' });

describe('A cursor', () => {
  it('leads back to its place', async () => {
    expect(await open.placeOf(await open.cursorOf(17))).toBe(17);
  });

  it.each([
    ['filter', new Cursors<number>(['tickets', { kinds: ['closed'] }, 'newest first'], ours)],
    ['order', new Cursors<number>(['tickets', { kinds: ['open'] }, 'oldest first'], ours)],
    ['tenant', new Cursors<number>(OPEN, theirs)],
  ])('is no good for a list of another %s', async (_, list) => {
    await expect(list.placeOf(await open.cursorOf(17))).rejects.toThrow(malformed);
  });

  it.each(['', 'x', '"', 'bnVsbA', '💥', Buffer.from('["a",{}]').toString('base64url')])(
    'is refused where it is none: %j',
    async (text) => {
      await expect(open.placeOf(text)).rejects.toThrow(malformed);
    },
  );
});
