import { aNewTicket, noTicket, opened } from '../../test/support/tickets.ts';
import { refuseSubmission, type RefuseSubmission } from './refuse-submission.ts';
import type { Ticket } from './ticket.ts';

const SUBMISSION = 'sub_01h455vb4pex5vsknk084sn02q';
const command: RefuseSubmission = { submissionId: SUBMISSION, code: 'INVALID_INPUT' };
const refuse = (ticket: Ticket) => refuseSubmission(command, ticket);

describe('Refusing a submission', () => {
  it('says why no ticket came of it', () => {
    noTicket.when(refuse).then({ type: 'SubmissionRefused', submissionId: SUBMISSION, code: 'INVALID_INPUT' });
  });

  it('leaves the way open for a ticket that comes of it after all', () => {
    const refused = noTicket.and({ type: 'SubmissionRefused', submissionId: SUBMISSION, code: 'INVALID_INPUT' });
    expect(refused.state).toEqual({ kind: 'none' });
    expect(refused.and(opened).state).toMatchObject({ kind: 'new' });
  });

  it('is refused where a ticket came of it', () => {
    aNewTicket.when(refuse).thenRefused({ code: 'TICKET_EXISTS' });
  });
});
