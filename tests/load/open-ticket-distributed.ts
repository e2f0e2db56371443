import { openTicketFigure } from './support/open-ticket-figure.ts';

export const figure = openTicketFigure({
  name: 'open-ticket-distributed',
  program: 'distributed',
  until: 'accepted',
  limit: 0.15,
});
