import { runService } from '@ledgerdesk/platform';
import { intakeService } from './intake.module.ts';

await runService(() => intakeService);
