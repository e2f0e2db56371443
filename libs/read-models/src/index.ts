export type { ColumnGroup, OpenedEvent, OpenedValues, View, ViewRow } from './port/view.ts';
export type { AwaitedPlace, Query, Reached, Statement, Views } from './port/views.ts';
