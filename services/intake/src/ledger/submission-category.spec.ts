import { publishCategory } from '@ledgerdesk/messaging';
import { goldenSamples } from '@ledgerdesk/testing';
import { submissionPublishing } from '../publishing/submission-publishing.ts';
import { submissionCategory } from './submission-category.ts';

goldenSamples({
  category: submissionCategory,
  published: publishCategory('submission', submissionCategory, submissionPublishing),
});
