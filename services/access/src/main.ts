import { runService } from '@ledgerdesk/platform';
import { accessService } from './access.module.ts';

await runService(() => accessService);
