import { personal } from '@ledgerdesk/kernel';
import { given } from '@ledgerdesk/testing';
import { receiveSubmission } from './receive-submission.ts';
import { checkedRequest, type RawRequest, type Request } from './request.ts';
import { submissionAggregate } from './submission.ts';

const ID = 'sub_01h455vb4pex5vsknk084sn02q';
const asked: RawRequest = {
  name: 'Carla',
  mail: 'carla@example.org',
  subject: 'No network',
  body: 'Since this morning.',
};

describe('Receiving a submission', () => {
  it('keeps what was asked, sealed under the submission itself', () => {
    const command = {
      submissionId: ID,
      channel: 'form',
      language: 'de',
      request: checkedRequest(asked) as Request,
    } as const;
    given(submissionAggregate)
      .when((submission) => receiveSubmission(command, submission))
      .then({
        type: 'SubmissionReceived',
        channel: 'form',
        language: 'de',
        personal: personal(ID, { ...asked, bodyFormat: 'text' } as never),
      });
  });
});

describe('A request', () => {
  const faults = (change: Partial<RawRequest>) => {
    const checked = checkedRequest({ ...asked, ...change });
    return 'code' in checked ? checked.faults : [];
  };

  it('is kept trimmed, its lines ended alike', () => {
    const request = checkedRequest({
      name: ' Carla\tC. ',
      mail: ' carla@example.org ',
      subject: 'No\r\nnetwork',
      body: '\r\n a\r\n b ',
    });
    expect(request).toMatchObject({
      name: 'Carla C.',
      mail: 'carla@example.org',
      subject: 'No network',
      body: 'a\n b',
    });
  });

  it('needs an address, a subject and a text, but no name', () => {
    expect(checkedRequest({ name: '', mail: '', subject: ' ', body: '\n' })).toEqual({
      code: 'INVALID_INPUT',
      path: ['mail'],
      faults: [
        { path: ['mail'], rule: 'REQUIRED' },
        { path: ['subject'], rule: 'REQUIRED' },
        { path: ['body'], rule: 'REQUIRED' },
      ],
    });
  });

  it('is empty where nothing of it is seen', () => {
    expect(faults({ subject: '\u200b', body: '\u2060\n\u200d' }).map(({ rule }) => rule)).toEqual([
      'REQUIRED',
      'REQUIRED',
    ]);
    expect(checkedRequest({ ...asked, name: '\u200b' })).toMatchObject({ name: '' });
  });

  it('turns nothing around that stands beside its subject or name', () => {
    expect(checkedRequest({ ...asked, name: '\u202eadA', subject: '\u2067x' })).toMatchObject({
      name: 'adA',
      subject: 'x',
    });
  });

  it('has bounds', () => {
    expect(faults({ name: '🙂'.repeat(200), subject: 'x'.repeat(300), body: '🙂'.repeat(10_000) })).toEqual([]);
    expect(faults({ name: '🙂'.repeat(201), subject: 'x'.repeat(301), body: '🙂'.repeat(10_001) })).toEqual([
      { path: ['name'], rule: 'TOO_LONG', maxCharacters: 200 },
      { path: ['subject'], rule: 'TOO_LONG', maxCharacters: 300 },
      { path: ['body'], rule: 'TOO_LONG', maxBytes: 40_000 },
    ]);
  });

  it.each(['a\0b', '\ud83d', '\u001b[1m', '\ufffe'])('is text in every field: %j is none', (text) => {
    expect(faults({ name: text, mail: text, subject: text, body: text }).map(({ rule }) => rule)).toEqual(
      Array<string>(4).fill('NOT_TEXT'),
    );
  });

  it.each(['carla@example.org', 'c.a+x@sub.example.org', 'jürgen@müller.example', "o'hara@localhost"])(
    'may come from %s',
    (mail) => expect(faults({ mail })).toEqual([]),
  );

  it.each([
    'carla',
    '@example.org',
    'carla@',
    'car la@example.org',
    'a@b@c d',
    'a@-b.org',
    'a@b..org',
    'a@1.2.3.4',
    '"a b"@c.org',
    `${'a'.repeat(65)}@b.org`,
  ])('does not come from %s', (mail) =>
    expect(faults({ mail })).toEqual([{ path: ['mail'], rule: 'NOT_A_MAIL_ADDRESS' }]),
  );
});
