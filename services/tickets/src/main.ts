import { runService } from '@ledgerdesk/platform';
import { ticketsService } from './tickets.module.ts';

await runService(() => ticketsService);
