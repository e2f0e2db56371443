import type { Query } from '@ledgerdesk/read-models';
import type { SubmissionOutcomeRow } from './submission-outcome.table.ts';

type Outcome = Pick<SubmissionOutcomeRow, 'ticketNumber' | 'refused'>;

/** What has become of a submission; undefined where nothing has yet. */
export async function outcomeOf(query: Query, submissionId: string): Promise<Outcome | undefined> {
  const [found] = await query<Outcome>({
    name: 'submission-outcome.of',
    text: 'SELECT ticket_number AS "ticketNumber", refused IS TRUE AS refused FROM submission_outcome WHERE id = $1',
    values: [submissionId],
  });
  return found;
}
