import { viewRebuildConformance } from '@ledgerdesk/testing';
import { aDesk } from '../support/histories.ts';
import { personCard } from '../support/person-card.ts';

viewRebuildConformance(personCard, aDesk);
