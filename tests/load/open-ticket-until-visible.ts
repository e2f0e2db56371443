import { openTicketFigure } from './support/open-ticket-figure.ts';

export const figure = openTicketFigure({ name: 'open-ticket-until-visible', until: 'visible', limit: 0.2 });
