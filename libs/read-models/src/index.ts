export { applyEvent, UNSPOKEN } from './fold/group-state.ts';
export type { AnyGroup, GroupState } from './fold/group-state.ts';
export type { ColumnGroup, OpenedEvent, OpenedValues, View, ViewRow } from './port/view.ts';
export type { AwaitedPlace, Query, Reached, Statement, ViewChange, Views } from './port/views.ts';
export { ServiceViews } from './runner/service-views.ts';
export type { ServiceViewsOptions } from './runner/service-views.ts';
export { viewTableOf } from './table/view-table.ts';
export type { PersonalColumn, ViewTable } from './table/view-table.ts';
