import { appendFigure } from './support/append-figure.ts';

export const figure = appendFigure({
  name: 'ledger-append-single-sealed',
  eventsPerCommand: 1,
  sealedValue: true,
  limit: 1.4,
});
