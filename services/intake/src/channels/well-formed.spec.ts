import { WellFormed } from './well-formed.ts';

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const JSON_TYPE = 'application/json';

/** The body as it comes out, sent byte by byte. */
async function passed(type: string, body: Buffer): Promise<Buffer> {
  const passing = new WellFormed(type);
  for (const byte of body) passing.write(Buffer.of(byte));
  passing.end();
  const chunks: Buffer[] = [];
  for await (const chunk of passing) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('A body', () => {
  it.each([
    [JSON_TYPE, '{"body": "Grüße 🙂 \ufffd %FF"}'],
    [FORM, 'body=Gr%C3%BC%c3%9fe+%F0%9F%99%82+100%+%EF%BF%BD+%zz%'],
    [FORM, 'body=Grüße'],
    [FORM, ''],
  ])('passes as it is where it is UTF-8: %s %s', async (type, text) => {
    expect((await passed(type, Buffer.from(text))).toString()).toBe(text);
  });

  it.each([
    [JSON_TYPE, Buffer.from('{"body": "Grüße"}', 'latin1')],
    [JSON_TYPE, Buffer.from('🙂').subarray(0, 3)],
    [FORM, Buffer.from('body=Gr%FC%DFe')],
    [FORM, Buffer.from('body=%ED%A0%80')],
    [FORM, Buffer.from('body=%C0%AF')],
    [FORM, Buffer.from('body=%F0%9F%99')],
    [FORM, Buffer.from('body=%F0%9F%99&name=x')],
    [FORM, Buffer.from('name=%fe')],
    [FORM, Buffer.from('body=Grüße', 'latin1')],
  ])('fails where it is not: %s %s', async (type, body) => {
    await expect(passed(type, body)).rejects.toThrow('not UTF-8');
  });
});
