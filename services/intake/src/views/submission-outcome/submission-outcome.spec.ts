import { FeedHistory, foldedRows, SOME_TENANT } from '@ledgerdesk/testing';
import { submissionOutcome } from './submission-outcome.view.ts';

const SUBMISSION = 'sub_01h455vb4pex5vsknk084sn02q';
const TICKETS = ['a', 'b', 'c'].map((end) => `tkt_01h455vb4pex5vsknk084sn02${end}`);
const unsaid = {
  requesterId: '',
  channel: '',
  priority: '',
  teamId: '',
  messageId: '',
  state: undefined,
  sealed: undefined,
};
const opened = (number: string, submissionId = SUBMISSION) =>
  ({ $case: 'ticketOpened', value: { ...unsaid, number, submissionId } }) as const;
const refused = { $case: 'submissionRefused', value: { submissionId: SUBMISSION, code: 'INVALID_INPUT' } } as const;

describe('The outcome of a submission', () => {
  /** The rows after each of these was said by a ticket of its own. */
  const after = (...messages: readonly (typeof refused | ReturnType<typeof opened>)[]) => {
    const history = new FeedHistory();
    messages.forEach((message, index) => history.aggregate('ticket', TICKETS[index]!).says(message));
    return foldedRows(submissionOutcome, history);
  };
  const row = { tenantId: SOME_TENANT, id: SUBMISSION };

  it('is the number of its ticket, or that there is none', () => {
    expect(after(opened('LD-7'))).toEqual([{ ...row, ticketNumber: 'LD-7' }]);
    expect(after(refused)).toEqual([{ ...row, refused: true }]);
  });

  it.each([
    ['LD-9', 'LD-10', 'LD-11'],
    ['LD-10', 'LD-11', 'LD-9'],
    ['LD-11', 'LD-9', 'LD-10'],
  ])('is the first of several tickets, heard in whatever order: %s, %s, %s', (...numbers) => {
    expect(after(...numbers.map((number) => opened(number)))).toEqual([{ ...row, ticketNumber: 'LD-9' }]);
  });

  it('is the same whether the refusal or a later ticket is heard first', () => {
    const both = [{ ...row, ticketNumber: 'LD-7', refused: true }];
    expect(after(refused, opened('LD-7'))).toEqual(both);
    expect(after(opened('LD-7'), refused)).toEqual(both);
  });

  it('is nothing where a ticket came of no submission, and whatever else happens to tickets', () => {
    expect(after(opened('LD-7', ''))).toEqual([]);
    const history = new FeedHistory();
    history.aggregate('ticket', TICKETS[0]!).says({ $case: 'resolutionConfirmed', value: {} });
    expect(foldedRows(submissionOutcome, history)).toEqual([]);
  });
});
