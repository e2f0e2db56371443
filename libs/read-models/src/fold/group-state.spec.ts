import type { OpenedEvent } from '../port/view.ts';
import { applyEvent, UNSPOKEN, type AnyGroup, type GroupState } from './group-state.ts';

const event = (subject: string, sequence: number) => ({ topic: 'team', subject, sequence }) as unknown as OpenedEvent;

const counting = (fedBy: AnyGroup['fedBy']): AnyGroup => ({
  columns: ['count', 'last'],
  ...(fedBy && { fedBy }),
  keys: () => ['row'],
  project: ({ count = 0 }, { sequence }) => ({ count: (count as number) + 1, last: sequence }),
});

const after = (group: AnyGroup, ...events: readonly OpenedEvent[]): GroupState =>
  events.reduce((state, each) => applyEvent(group, state, each, 'row'), UNSPOKEN);

describe('A group of columns', () => {
  it('applies each event of its aggregate once, in their order', () => {
    const state = after(counting(undefined), event('a', 0), event('a', 1), event('a', 1), event('a', 0), event('a', 3));
    expect(state).toMatchObject({ row: { count: 3, last: 3 }, applied: 3 });
  });

  it('keeps the sequences of several aggregates apart', () => {
    const group = counting('several aggregates');
    const state = after(group, event('a', 5), event('b', 0), event('a', 5), event('b', 0), event('b', 1));
    expect(state).toMatchObject({ row: { count: 3 }, applied: { a: 5, b: 1 } });
  });

  it('refuses a second aggregate where it said that there is one, for its events would be taken for repeats', () => {
    expect(() => after(counting(undefined), event('a', 5), event('b', 0))).toThrow('several aggregates');
  });

  it('is the same state where nothing was applied, so that nothing is written', () => {
    const state = after(counting(undefined), event('a', 0));
    expect(applyEvent(counting(undefined), state, event('a', 0), 'row')).toBe(state);
  });

  it('finds what is null absent, as it will when it was stored in between', () => {
    const seen: object[] = [];
    const group: AnyGroup = {
      ...counting(undefined),
      project: (row, { sequence }) => {
        seen.push(row);
        return sequence === 0 ? { count: 1, last: null } : sequence === 1 ? { count: undefined } : {};
      },
    };
    after(group, event('a', 0), event('a', 1), event('a', 2));
    expect(seen).toEqual([{}, { count: 1 }, {}]);
    expect(seen.map((row) => 'last' in row)).toEqual([false, false, false]);
  });

  it('refuses a column of another group, which would fold with it', () => {
    const group: AnyGroup = { ...counting(undefined), project: () => ({ count: 1, name: 'Anna' }) };
    expect(() => after(group, event('a', 0))).toThrow('the column name');
  });
});
