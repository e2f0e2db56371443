import { MalformedMasterKeysError, UnknownMasterKeyError } from './errors.ts';
import { newMasterKey, parseMasterKeys } from './master-keys.ts';

const [first, second] = [newMasterKey('2026-01'), newMasterKey('2025-01')];
const secret = (entry: string): string => entry.slice(entry.indexOf(':') + 1);

describe('Master keys', () => {
  it.each(['\n', ',', ' , ', '\r\n\r\n'])('are read from text, separated by %j, the newest first', (between) => {
    const keys = parseMasterKeys(`${first}${between}${second}\n`);
    expect(keys.newest.id).toBe('2026-01');
    expect(Buffer.from(keys.withId('2025-01').key).toString('base64')).toBe(secret(second));
  });

  it.each(['', ' \n', 'no-colon', 'id:dG9vIHNob3J0', ':', `${first} b:${'='.repeat(44)}`, `${first} ${first}`])(
    'are not %j',
    (text) => expect(() => parseMasterKeys(text)).toThrow(MalformedMasterKeysError),
  );

  it('are never told in an error', () => {
    const mistyped = `${first} 2025:01:${secret(second)}`;
    expect(() => parseMasterKeys(mistyped)).toThrow(
      expect.objectContaining({ message: 'Master key 2 is not "<id>:<32 bytes in base64>".' }),
    );
  });

  it('that were not given are named by their id', () => {
    expect(() => parseMasterKeys(first).withId('2025-01')).toThrow(UnknownMasterKeyError);
  });
});
