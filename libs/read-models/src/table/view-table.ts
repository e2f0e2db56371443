import type { Topic } from '@ledgerdesk/contracts';
import pg from 'pg';
import type { EntitySchemaIndexOptions } from 'typeorm';
import type { AnyGroup } from '../fold/group-state.ts';
import type { View } from '../port/view.ts';
import { columnTypeOf, type ColumnType } from './column-type.ts';
import { snakeCase } from './snake-case.ts';

/** A column of a view's table. */
export interface ViewColumn extends ColumnType {
  /** In rows. */
  readonly property: string;
  /** In the table. */
  readonly field: string;
  /** The same, quoted. */
  readonly name: string;
}

/** A topic's group of columns. */
export interface ViewGroup {
  readonly topic: Topic;
  readonly fold: AnyGroup;
  readonly columns: readonly ViewColumn[];
  /** Where the runner keeps which events were applied: one sequence, or one for each aggregate. */
  readonly applied: { readonly field: string; readonly name: string; readonly several: boolean };
}

/** A column of personal data in clear, and the column of its data subject: what an eraser needs to know. */
export interface PersonalColumn {
  readonly column: string;
  readonly subject: string;
}

/** A view as its table stands in the database. */
export interface ViewTable {
  readonly view: View;
  /** What queries name. */
  readonly name: string;
  /** Of this version. */
  readonly table: string;
  readonly key: { readonly tenant: ViewColumn; readonly id: ViewColumn };
  readonly groups: readonly ViewGroup[];
  readonly personal: readonly PersonalColumn[];
  readonly indices: readonly EntitySchemaIndexOptions[];
}

/** The table of one version of the view that queries name so. */
export const tableOf = (name: string, version: number): string => `${name}_v${version}`;

/** Reads a view's declaration. @throws Error where it contradicts itself */
export function viewTableOf(view: View): ViewTable {
  const { columns: declared, indices = [] } = view.table(view.version).options;
  const columns = new Map<string, ViewColumn>();
  for (const [property, options] of Object.entries(declared)) {
    if (!options) continue;
    const field = options.name ?? snakeCase(property);
    columns.set(property, { ...columnTypeOf(options), property, field, name: pg.escapeIdentifier(field) });
  }
  const column = (property: string): ViewColumn => {
    const found = columns.get(property);
    if (!found) throw new Error(`The view ${view.name} has no column ${property}`);
    return found;
  };
  const keyColumn = (property: string): ViewColumn => {
    const found = column(property);
    if (found.sql !== 'text') throw new Error(`The view ${view.name} must have ${property} as text`);
    return found;
  };
  const groups = groupsOf(view, column);
  assertEachInOneGroup(view, columns, groups);
  return {
    view,
    name: snakeCase(view.name),
    table: tableOf(snakeCase(view.name), view.version),
    key: { tenant: keyColumn('tenantId'), id: keyColumn('id') },
    groups,
    personal: Object.entries(view.personal).map(([property, subject]) => ({
      column: column(property).name,
      subject: column(String(subject)).name,
    })),
    indices: indices.map((index) => ({
      ...index,
      columns: indexColumns(view, index).map((each) => column(each).name),
    })),
  };
}

function groupsOf(view: View, column: (property: string) => ViewColumn): readonly ViewGroup[] {
  return Object.entries(view.groups as Readonly<Record<string, AnyGroup>>).map(([topic, fold]) => {
    const several = fold.fedBy === 'several aggregates';
    const field = `${snakeCase(topic)}_sequence${several ? 's' : ''}`;
    return {
      topic: topic as Topic,
      fold,
      columns: fold.columns.map(column),
      applied: { field, name: pg.escapeIdentifier(field), several },
    };
  });
}

function assertEachInOneGroup(
  { name }: View,
  columns: ReadonlyMap<string, ViewColumn>,
  groups: readonly ViewGroup[],
): void {
  const owned = groups.flatMap((group) => group.columns.map(({ property }) => property));
  const twice = owned.find((property, index) => owned.indexOf(property) !== index);
  if (twice) throw new Error(`Two groups of the view ${name} own its column ${twice}`);
  const orphan = [...columns.keys()].find((each) => !['tenantId', 'id', ...owned].includes(each));
  if (orphan) throw new Error(`No group of the view ${name} owns its column ${orphan}`);
}

function indexColumns({ name }: View, { columns }: EntitySchemaIndexOptions): readonly string[] {
  if (Array.isArray(columns) && columns.every((each) => typeof each === 'string')) return columns;
  throw new Error(`An index of the view ${name} does not list its columns by name`);
}
