import type { CommandHandler } from '@ledgerdesk/event-store';
import type { SubmissionId, TenantId } from '@ledgerdesk/kernel';
import { noteInLog } from '@ledgerdesk/platform';
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

  /** What has become of a submission, at once or within so long; undefined where there is none. */
  async outcomeOf(tenant: TenantId, submissionId: SubmissionId, withinMs = 0): Promise<SubmissionOutcome | undefined> {
    noteInLog({ tenant });
    const { outcomes } = this.needs;
    const { state } = await this.submissions.load(tenant, submissionId);
    if (state.kind === 'none') return undefined;
    return withinMs > 0 ? outcomes.settled(tenant, submissionId, withinMs) : outcomes.of(tenant, submissionId);
  }
}

export const INTAKE = Symbol('Intake');
