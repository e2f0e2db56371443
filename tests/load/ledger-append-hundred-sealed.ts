import { appendFigure } from './support/append-figure.ts';

export const figure = appendFigure({
  name: 'ledger-append-hundred-sealed',
  eventsPerCommand: 100,
  sealedValue: true,
  limit: 3.5,
});
