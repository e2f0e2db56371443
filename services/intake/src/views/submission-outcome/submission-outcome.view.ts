import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './submission-outcome.project.ts';
import { submissionOutcomeTable, type SubmissionOutcomeRow } from './submission-outcome.table.ts';

/** What has become of submissions, by what one hears of tickets. */
export const submissionOutcome: View<SubmissionOutcomeRow> = {
  name: 'submission-outcome',
  version: 1,
  table: submissionOutcomeTable,
  groups: { ticket: { columns: ['ticketNumber', 'refused'], keys, project, fedBy: 'several aggregates' } },
  personal: {},
};
