import { publishCategory } from '@ledgerdesk/messaging';
import { goldenSamples } from '@ledgerdesk/testing';
import { ticketPublishing } from '../publishing/ticket-publishing.ts';
import { ticketCategory } from './ticket-category.ts';

goldenSamples({
  category: ticketCategory,
  published: publishCategory('ticket', ticketCategory, ticketPublishing),
});
