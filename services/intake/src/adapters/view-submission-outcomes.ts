import type { SubmissionId, TenantId } from '@ledgerdesk/kernel';
import type { Views } from '@ledgerdesk/read-models';
import type { SubmissionOutcome, SubmissionOutcomes } from '../ports/submission-outcomes.ts';
import { outcomeOf } from '../views/submission-outcome/submission-outcome.query.ts';
import type { RowNews } from './row-news.ts';

/** What this service's view shows of submissions. */
export class ViewSubmissionOutcomes implements SubmissionOutcomes {
  constructor(
    private readonly views: Views,
    private readonly news: RowNews,
  ) {}

  async of(tenant: TenantId, submissionId: SubmissionId): Promise<SubmissionOutcome> {
    const found = await this.views.read(tenant, (query) => outcomeOf(query, submissionId));
    if (found?.ticketNumber) return { state: 'opened', ticketNumber: found.ticketNumber };
    return { state: found?.refused ? 'refused' : 'received' };
  }

  async settled(tenant: TenantId, submissionId: SubmissionId, withinMs: number): Promise<SubmissionOutcome> {
    const { news, drop } = this.news.expect(tenant, submissionId, withinMs);
    try {
      const already = await this.of(tenant, submissionId);
      if (already.state !== 'received') return already;
      await news;
    } finally {
      drop();
    }
    return this.of(tenant, submissionId);
  }
}
