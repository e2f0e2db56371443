import { openTicketFigure } from './support/open-ticket-figure.ts';

export const figure = openTicketFigure({ name: 'open-ticket-accepted', until: 'accepted', limit: 0.4 });
