export type { ColumnGroup, OpenedEvent, OpenedValues, View, ViewRow } from './port/view.ts';
