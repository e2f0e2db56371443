import { appendFigure } from './support/append-figure.ts';

export const figure = appendFigure({
  name: 'ledger-append-hundred',
  eventsPerCommand: 100,
  sealedValue: false,
  limit: 5,
});
