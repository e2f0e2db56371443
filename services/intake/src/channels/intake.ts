import type { CommandHandler } from '@ledgerdesk/event-store';
import type { SubmissionId, TenantId } from '@ledgerdesk/kernel';
import type { Submission, SubmissionEvent } from '../domain/submission.ts';
import type { SubmissionOutcome, SubmissionOutcomes } from '../ports/submission-outcomes.ts';
import type { TenantDirectory } from '../ports/tenant-directory.ts';
import { Reception, type ReceptionNeeds } from './reception/reception.ts';

export interface IntakeNeeds extends ReceptionNeeds {
  readonly tenants: TenantDirectory;
  readonly outcomes: SubmissionOutcomes;
}

/** What every channel needs: whom one can write to, who takes it, what became of it. */
export class Intake {
  readonly tenants: TenantDirectory;
  readonly reception: Reception;
  private readonly submissions: CommandHandler<Submission, SubmissionEvent>;

  constructor(private readonly needs: IntakeNeeds) {
    this.tenants = needs.tenants;
    this.reception = new Reception(needs);
    this.submissions = needs.submissions;
  }

  /** What has become of a submission; undefined where there is none. */
  async outcomeOf(tenant: TenantId, submissionId: SubmissionId): Promise<SubmissionOutcome | undefined> {
    const { state } = await this.submissions.load(tenant, submissionId);
    return state.kind === 'none' ? undefined : this.needs.outcomes.of(tenant, submissionId);
  }
}

export const INTAKE = Symbol('Intake');
