import { visibleFigure } from './support/visible-figure.ts';

export const figure = visibleFigure('visible-p50', 0.5);
