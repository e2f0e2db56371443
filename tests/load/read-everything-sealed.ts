import { readFigure } from './support/read-figure.ts';

export const figure = readFigure({ name: 'read-everything-sealed', sealedValue: true, limit: 0.12 });
