import { tickets } from '@ledgerdesk/contracts';
import { ANNA, CARLA, NETWORK } from '../../test/support/people.ts';
import { MESSAGE } from '../../test/support/tickets.ts';
import { namedInWishes, readWishes } from './change-ticket-request.ts';
import { namedInOpening, readOpening } from './open-ticket-request.ts';

const TICKET = 'tkt_01h455vb4pex5vsknk084sn02q';
const text = (content: string): tickets.Body => ({ format: tickets.BodyFormat.BODY_FORMAT_TEXT, content });
const header = { commandId: '', correlationId: '', causationId: '', via: 'graphql' };

describe('A request to open a ticket', () => {
  const request: tickets.OpenTicketRequest = {
    header,
    ticketId: TICKET,
    requesterId: '',
    subject: ' No\nnetwork ',
    body: text('\n Since this morning.\n'),
    channel: '',
    submissionId: '',
    teamId: '',
    priority: tickets.Priority.PRIORITY_UNSPECIFIED,
  };
  const wishOf = (changes: Partial<tickets.OpenTicketRequest>) => {
    const read = readOpening({ ...request, ...changes }, CARLA);
    return read.valid ? read.value.wish : undefined;
  };
  const faultsOf = (changes: Partial<tickets.OpenTicketRequest>, caller: string = CARLA) => {
    const read = readOpening({ ...request, ...changes }, caller);
    return read.valid ? [] : read.refusal.faults;
  };

  it('is trimmed, for the caller, of normal priority and by the way it came in, where it says nothing else', () => {
    expect(wishOf({})).toMatchObject({
      requesterId: CARLA,
      subject: 'No network',
      body: { format: 'text', content: 'Since this morning.' },
      channel: 'graphql',
      priority: 'normal',
      teamId: null,
      submissionId: null,
    });
  });

  it('takes html, priority, channel, team and requester as they are given', () => {
    const body = { format: tickets.BodyFormat.BODY_FORMAT_HTML, content: '<p>Hi</p>' };
    const given = {
      body,
      priority: tickets.Priority.PRIORITY_URGENT,
      channel: 'phone',
      teamId: NETWORK,
      requesterId: ANNA,
    };
    expect(wishOf(given)).toMatchObject({
      requesterId: ANNA,
      body: { format: 'html', content: '<p>Hi</p>' },
      channel: 'phone',
      priority: 'urgent',
      teamId: NETWORK,
    });
  });

  it('names whom the desk has to know, but not the caller', () => {
    const named = (changes: Partial<tickets.OpenTicketRequest>) => {
      const read = readOpening({ ...request, ...changes }, CARLA);
      return read.valid && namedInOpening(read.value, CARLA);
    };
    expect(named({})).toEqual({ teams: [], persons: [], members: [] });
    expect(named({ requesterId: ANNA, teamId: NETWORK })).toEqual({ teams: [NETWORK], persons: [ANNA], members: [] });
  });

  it('is told all its faults at once, each with its place', () => {
    const faults = faultsOf({
      ticketId: 'tkt_no',
      requesterId: 'tea_01h455vb4pex5vsknk084sn02n',
      subject: ' ',
      body: text('a\0'),
      channel: 'No way',
      submissionId: '7',
      teamId: '\ud83d',
      priority: 99 as tickets.Priority,
    });
    expect(faults).toEqual([
      { path: ['channel'], rule: 'NOT_OFFERED' },
      { path: ['ticketId'], rule: 'NOT_AN_ID', prefix: 'tkt' },
      { path: ['requesterId'], rule: 'NOT_AN_ID', prefix: 'psn' },
      { path: ['subject'], rule: 'REQUIRED' },
      { path: ['body', 'content'], rule: 'NOT_TEXT' },
      { path: ['submissionId'], rule: 'NOT_AN_ID', prefix: 'sub' },
      { path: ['teamId'], rule: 'NOT_AN_ID', prefix: 'tea' },
      { path: ['priority'], rule: 'NOT_OFFERED' },
    ]);
  });

  it('says for whom it is, where a service sends it', () => {
    expect(faultsOf({}, 'service:routing')).toEqual([{ path: ['requesterId'], rule: 'REQUIRED' }]);
  });

  it('has a body', () => {
    expect(faultsOf({ body: undefined })).toEqual([{ path: ['body', 'content'], rule: 'REQUIRED' }]);
  });
});

describe('A request to change a ticket', () => {
  const read = (commands: tickets.TicketCommand['command'][], more: Partial<tickets.ChangeTicketRequest> = {}) =>
    readWishes({ header, ticketId: TICKET, commands: commands.map((command) => ({ command })), ...more }, 'graphql');
  const faultsOf = (...args: Parameters<typeof read>) => {
    const answer = read(...args);
    return answer.valid ? [] : answer.refusal.faults;
  };

  it('names each command in order, with what the caller had seen', () => {
    const answer = read(
      [
        { $case: 'assign', value: { teamId: NETWORK, agentId: ANNA } },
        { $case: 'take', value: {} },
        { $case: 'reply', value: { messageId: MESSAGE, body: text(' Hello ') } },
        { $case: 'note', value: { messageId: MESSAGE, body: text('Aha') } },
        { $case: 'startWork', value: {} },
        { $case: 'waitForCustomer', value: {} },
        { $case: 'hold', value: { reason: ' Parts ' } },
        { $case: 'resolve', value: { resolution: '' } },
        { $case: 'confirm', value: {} },
        { $case: 'reopen', value: { reason: 'Again' } },
        { $case: 'close', value: {} },
      ],
      { expectedRevision: 4 },
    );
    expect(answer).toEqual({
      valid: true,
      value: {
        ticketId: TICKET,
        expectedRevision: 4,
        wishes: [
          { type: 'assign', teamId: NETWORK, agentId: ANNA },
          { type: 'take' },
          { type: 'reply', messageId: MESSAGE, body: { format: 'text', content: 'Hello' }, channel: 'graphql' },
          { type: 'note', messageId: MESSAGE, body: { format: 'text', content: 'Aha' } },
          { type: 'start work' },
          { type: 'wait for customer' },
          { type: 'hold', reason: 'Parts' },
          { type: 'resolve', resolution: '' },
          { type: 'confirm' },
          { type: 'reopen', reason: 'Again' },
          { type: 'close' },
        ],
      },
    });
    expect(answer.valid && namedInWishes(answer.value)).toEqual({
      teams: [NETWORK],
      persons: [ANNA],
      members: [{ teamId: NETWORK, personId: ANNA }],
    });
  });

  it('holds one to twenty commands', () => {
    const take = { $case: 'take', value: {} } as const;
    expect(faultsOf([])).toEqual([{ path: ['commands'], rule: 'REQUIRED' }]);
    expect(faultsOf(Array<typeof take>(20).fill(take))).toEqual([]);
    expect(faultsOf(Array<typeof take>(21).fill(take))).toEqual([{ path: ['commands'], rule: 'TOO_MANY', max: 20 }]);
  });

  it('is told all its faults at once, each with its place', () => {
    const faults = faultsOf(
      [
        undefined,
        { $case: 'assign', value: { teamId: '', agentId: '' } },
        { $case: 'assign', value: { teamId: ANNA, agentId: NETWORK } },
        { $case: 'reply', value: { messageId: '1', body: undefined } },
        { $case: 'hold', value: { reason: '' } },
        { $case: 'reopen', value: { reason: '\ud83d' } },
        { $case: 'resolve', value: { resolution: 'x'.repeat(2_001) } },
      ],
      { ticketId: '' },
    );
    expect(faults).toEqual([
      { path: ['ticketId'], rule: 'REQUIRED' },
      { path: ['commands', '0'], rule: 'REQUIRED' },
      { path: ['commands', '1', 'assign'], rule: 'REQUIRED' },
      { path: ['commands', '2', 'assign', 'teamId'], rule: 'NOT_AN_ID', prefix: 'tea' },
      { path: ['commands', '2', 'assign', 'agentId'], rule: 'NOT_AN_ID', prefix: 'psn' },
      { path: ['commands', '3', 'reply', 'messageId'], rule: 'NOT_AN_ID', prefix: 'msg' },
      { path: ['commands', '3', 'reply', 'body', 'content'], rule: 'REQUIRED' },
      { path: ['commands', '4', 'hold', 'reason'], rule: 'REQUIRED' },
      { path: ['commands', '5', 'reopen', 'reason'], rule: 'NOT_TEXT' },
      { path: ['commands', '6', 'resolve', 'resolution'], rule: 'TOO_LONG', maxCharacters: 2_000 },
    ]);
  });
});
