import { publishCategory } from '@ledgerdesk/messaging';
import { goldenSamples } from '@ledgerdesk/testing';
import { personPublishing } from '../publishing/person-publishing.ts';
import { teamPublishing } from '../publishing/team-publishing.ts';
import { tenantPublishing } from '../publishing/tenant-publishing.ts';
import { personCategory, teamCategory, tenantCategory, valueClaimCategory } from './categories.ts';

goldenSamples({
  category: tenantCategory,
  published: publishCategory('tenant', tenantCategory, tenantPublishing),
});
goldenSamples({
  category: personCategory,
  published: publishCategory('person', personCategory, personPublishing),
});
goldenSamples({
  category: teamCategory,
  published: publishCategory('team', teamCategory, teamPublishing),
});
goldenSamples({ category: valueClaimCategory });
