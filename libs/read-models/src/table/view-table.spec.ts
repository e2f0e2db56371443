import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import type { View } from '../port/view.ts';
import { viewTableOf } from './view-table.ts';

const TEXT = { type: 'text' } as const;
const KEY = { tenantId: { type: 'text', primary: true }, id: { type: 'text', primary: true } } as const;

function aView(
  columns: Readonly<Record<string, EntitySchemaColumnOptions>>,
  { groups = { ticket: Object.keys(columns) }, personal = {} }: { groups?: object; personal?: object } = {},
): View {
  const grouped = Object.entries(groups).map(([topic, owned]) => [
    topic,
    { columns: owned as string[], keys: () => [], project: () => ({}) },
  ]);
  return {
    name: 'ticket-board',
    version: 3,
    table: () => new EntitySchema({ name: 'ticket-board', columns: { ...KEY, ...columns } }),
    groups: Object.fromEntries(grouped) as View['groups'],
    personal,
  };
}

describe('The table of a view', () => {
  it('is named by the view and its version, its columns by their properties', () => {
    const table = viewTableOf(aView({ stateKind: TEXT, tags: { type: 'text', array: true, name: 'labels' } }));
    expect(table).toMatchObject({ name: 'ticket_board', table: 'ticket_board_v3' });
    expect(table.groups[0]!.columns).toMatchObject([
      { property: 'stateKind', field: 'state_kind', sql: 'text' },
      { property: 'tags', field: 'labels', sql: 'text[]' },
    ]);
    expect(table.groups[0]!.applied.field).toBe('ticket_sequence');
  });

  it('knows whose data its personal columns hold', () => {
    const view = aView({ subject: TEXT, requesterId: TEXT }, { personal: { subject: 'requesterId' } });
    expect(viewTableOf(view).personal).toEqual([{ column: '"subject"', subject: '"requester_id"' }]);
  });

  it.each([
    ['a group owns a column that is not there', aView({ a: TEXT }, { groups: { ticket: ['a', 'b'] } }), 'no column b'],
    ['two groups own one column', aView({ a: TEXT }, { groups: { ticket: ['a'], person: ['a'] } }), 'Two groups'],
    ['nobody owns a column', aView({ a: TEXT, b: TEXT }, { groups: { ticket: ['a'] } }), 'No group'],
    ['the subject of a personal column is not there', aView({ a: TEXT }, { personal: { a: 'b' } }), 'no column b'],
    ['a column would not come back as it was written', aView({ a: { type: 'bytea' } }), 'cannot be of type bytea'],
    ['a list holds what has no one text form', aView({ a: { type: 'timestamptz', array: true } }), 'an array of'],
    ['the key is not text', aView({ id: { type: 'uuid', primary: true } }, { groups: {} }), 'must have id as text'],
  ])('is refused where %s', (_why, view, reason) => {
    expect(() => viewTableOf(view)).toThrow(reason);
  });
});
