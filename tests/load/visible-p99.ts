import { visibleFigure } from './support/visible-figure.ts';

export const figure = visibleFigure('visible-p99', 0.99);
