import type { SubmissionId, TenantId } from '@ledgerdesk/kernel';

/** What has become of a submission, as far as its writer may know. */
export type SubmissionOutcome =
  | { readonly state: 'received' }
  | { readonly state: 'opened'; readonly ticketNumber: string }
  | { readonly state: 'refused' };

export interface SubmissionOutcomes {
  /** What this service has heard of it; `received` where it has heard nothing yet. */
  of(tenant: TenantId, submissionId: SubmissionId): Promise<SubmissionOutcome>;

  /** The same, but given so long to become more than `received`. */
  settled(tenant: TenantId, submissionId: SubmissionId, withinMs: number): Promise<SubmissionOutcome>;
}
