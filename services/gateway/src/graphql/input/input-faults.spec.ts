import { newId } from '@ledgerdesk/kernel';
import { ChangeTicketInput, ReplyToTicketInput } from '../ticket-command/change-ticket.input.ts';
import { OpenTicketInput } from '../ticket-command/open-ticket.input.ts';
import { inputFaults } from './input-faults.ts';

const ticketId = newId('tkt');
const anOpening = { commandId: 'of a spec', subject: 'Light flickers', body: { content: 'All the time.' } };
const opening = (input: object) => inputFaults(OpenTicketInput, { ...anOpening, ...input });
const act = (commands: readonly object[], input: object = {}) =>
  inputFaults(ChangeTicketInput, { commandId: 'of a spec', ticketId, commands, ...input });

describe('The faults of an input', () => {
  it('are none where it has none', () => {
    expect(opening({})).toEqual([]);
    expect(opening({ teamId: null, priority: null, requesterId: newId('psn') })).toEqual([]);
    expect(act([{ take: true }, { assign: { agentId: newId('psn') } }, { resolve: {} }])).toEqual([]);
  });

  it('come all at once, each with its place and the bound of its rule', () => {
    const faults = act(
      [
        { take: false },
        { assign: {} },
        { note: { messageId: 'm', body: { content: ' ' } } },
        { hold: { reason: 'r'.repeat(2001) } },
      ],
      { ticketId: 'x', expectedRevision: -1 },
    );
    expect(faults).toHaveLength(7);
    expect(faults).toEqual(
      expect.arrayContaining([
        { path: ['ticketId'], rule: 'NOT_AN_ID', prefix: 'tkt' },
        { path: ['expectedRevision'], rule: 'TOO_SMALL', min: 0 },
        { path: ['commands', '0', 'take'], rule: 'MUST_BE_TRUE' },
        { path: ['commands', '1', 'assign', 'teamId'], rule: 'REQUIRED' },
        { path: ['commands', '2', 'note', 'messageId'], rule: 'NOT_AN_ID', prefix: 'msg' },
        { path: ['commands', '2', 'note', 'body', 'content'], rule: 'REQUIRED' },
        { path: ['commands', '3', 'hold', 'reason'], rule: 'TOO_LONG', maxCharacters: 2000 },
      ]),
    );
  });

  it('lie in the input itself for a single command', () => {
    expect(inputFaults(ReplyToTicketInput, { commandId: 'of a spec', ticketId, body: { content: 'a\0b' } })).toEqual([
      { path: ['body', 'content'], rule: 'NOT_TEXT' },
    ]);
  });

  it('are told of an act of no command, and of more than twenty', () => {
    expect(act([])).toEqual([{ path: ['commands'], rule: 'REQUIRED' }]);
    expect(act(Array.from({ length: 21 }, () => ({ take: true })))).toEqual([
      { path: ['commands'], rule: 'TOO_MANY', max: 20 },
    ]);
  });

  it.each(['NUL \0', 'half a pair \ud800', 'the other half \udc00', 'a control \u001b', 'no character \ufffe'])(
    'refuse what is no text: %j',
    (subject) => {
      expect(opening({ subject })).toEqual([{ path: ['subject'], rule: 'NOT_TEXT' }]);
    },
  );

  it('are told of a text of which nothing is seen as of none', () => {
    expect(opening({ subject: '\u200b' })).toEqual([{ path: ['subject'], rule: 'REQUIRED' }]);
    expect(opening({ body: { content: '\n\u2060' } })).toEqual([{ path: ['body', 'content'], rule: 'REQUIRED' }]);
  });

  it('count code points, and bytes as the ledger does', () => {
    expect(opening({ subject: '😀'.repeat(300) })).toEqual([]);
    expect(opening({ subject: '😀'.repeat(301) })).toEqual([
      { path: ['subject'], rule: 'TOO_LONG', maxCharacters: 300 },
    ]);
    expect(opening({ body: { content: 'é'.repeat(20_000) } })).toEqual([]);
    expect(opening({ body: { content: 'é'.repeat(20_001) } })).toEqual([
      { path: ['body', 'content'], rule: 'TOO_LONG', maxBytes: 40_000 },
    ]);
  });

  it('refuse a priority that nobody offers', () => {
    expect(opening({ priority: 'super' })).toEqual([{ path: ['priority'], rule: 'NOT_OFFERED' }]);
  });
});
