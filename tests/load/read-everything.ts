import { readFigure } from './support/read-figure.ts';

export const figure = readFigure({ name: 'read-everything', sealedValue: false, limit: 0.25 });
