import { RESERVED_TENANT } from '@ledgerdesk/kernel';
import { FeedHistory, viewRebuildConformance } from '@ledgerdesk/testing';
import { desk } from '../../src/views/desk/desk.view.ts';
import { submissionOutcome } from '../../src/views/submission-outcome/submission-outcome.view.ts';
import { ACME } from '../support/doors.ts';
import { unsaid } from '../support/neighbours.ts';

const ZENITH = 'tnt_01h455vb4pex5vsknk084sn02z';
const FIRST = 'sub_01h455vb4pex5vsknk084sn021';
const SECOND = 'sub_01h455vb4pex5vsknk084sn022';

/** Two desks; a submission of which several tickets came after it was refused, and one that became a ticket at once. */
function history(): FeedHistory {
  const heard = new FeedHistory();
  for (const [id, key] of [
    [ACME, 'acme'],
    [ZENITH, 'zenith'],
  ] as const) {
    const tenant = heard.aggregate('tenant', id, RESERVED_TENANT);
    tenant.says({ $case: 'tenantRegistered', value: { key, name: `Desk of ${key}` } });
    tenant.says({ $case: 'bareNotice', value: {} });
  }
  const refused = heard.aggregate('ticket', 'tkt_01h455vb4pex5vsknk084sn021');
  refused.says({ $case: 'submissionRefused', value: { submissionId: FIRST, code: 'INVALID_INPUT' } });
  for (const [id, submissionId, number] of [
    ['tkt_01h455vb4pex5vsknk084sn022', SECOND, 'LD-9'],
    ['tkt_01h455vb4pex5vsknk084sn023', FIRST, 'LD-10'],
    ['tkt_01h455vb4pex5vsknk084sn024', FIRST, 'LD-100'],
    ['tkt_01h455vb4pex5vsknk084sn025', '', 'LD-101'],
  ] as const) {
    const ticket = heard.aggregate('ticket', id);
    ticket.says({ $case: 'ticketOpened', value: { ...unsaid, number, submissionId } });
    ticket.says({ $case: 'resolutionConfirmed', value: {} });
  }
  return heard;
}

viewRebuildConformance(desk, history);
viewRebuildConformance(submissionOutcome, history);
