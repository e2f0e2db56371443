import { EntitySchema } from 'typeorm';

/** What has become of a submission. */
export interface SubmissionOutcomeRow {
  readonly tenantId: string;
  readonly id: string;
  /** Of the first ticket that was opened for it; null where none was. */
  readonly ticketNumber: string | null;
  readonly refused: boolean;
}

export const submissionOutcomeTable = (): EntitySchema<SubmissionOutcomeRow> =>
  new EntitySchema<SubmissionOutcomeRow>({
    name: 'submission-outcome',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      ticketNumber: { type: 'text' },
      refused: { type: 'boolean' },
    },
  });
