import { appendFigure } from './support/append-figure.ts';

export const figure = appendFigure({
  name: 'ledger-append-single',
  eventsPerCommand: 1,
  sealedValue: false,
  limit: 1.6,
});
