import { createCommandHandler } from '@ledgerdesk/event-store';
import { publishCategory } from '@ledgerdesk/messaging';
import type { ServiceDefinition, ServiceRuntime } from '@ledgerdesk/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { RowNews } from './adapters/row-news.ts';
import { ViewSubmissionOutcomes } from './adapters/view-submission-outcomes.ts';
import { ViewTenantDirectory } from './adapters/view-tenant-directory.ts';
import { ChannelsModule } from './channels/channels.module.ts';
import { Intake } from './channels/intake.ts';
import { submissionCategory } from './ledger/submission-category.ts';
import { submissionPublishing } from './publishing/submission-publishing.ts';
import { desk } from './views/desk/desk.view.ts';
import { submissionOutcome } from './views/submission-outcome/submission-outcome.view.ts';

@Module({})
class IntakeModule {
  static on({ eventStore, keyRing, views, clock }: ServiceRuntime): DynamicModule {
    const intake = new Intake({
      eventStore,
      keyRing,
      clock,
      submissions: createCommandHandler(submissionCategory, { eventStore, keyRing }),
      tenants: new ViewTenantDirectory(views),
      outcomes: new ViewSubmissionOutcomes(views, new RowNews(views, submissionOutcome.name)),
    });
    return { module: IntakeModule, imports: [ChannelsModule.on(intake)] };
  }
}

/** Intake: whatever people ask, kept before anybody looks at it. */
export const intakeService: ServiceDefinition = {
  name: 'intake',
  categories: [submissionCategory.name],
  http: { loopbackOnly: false },
  published: [publishCategory('submission', submissionCategory, submissionPublishing)],
  views: [desk, submissionOutcome],
  module: (runtime) => IntakeModule.on(runtime),
};
