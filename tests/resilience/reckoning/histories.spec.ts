import { Histories } from './histories.ts';

const told = (events: readonly (readonly [aggregate: string, sequence: number])[], repeats?: 'never' | 'allowed') => {
  const histories = new Histories('The feed', repeats);
  for (const [aggregate, sequence] of events) histories.add(aggregate, sequence, `${aggregate}/${sequence}`);
  return histories;
};
const all = told([
  ['ticket-a.1', 0],
  ['ticket-a.1', 1],
  ['ticket-b.1', 0],
  ['person-a.1', 0],
]);

describe('What was told of aggregates', () => {
  it('is right where each event came once, in its turn', () => {
    const feed = told([
      ['ticket-a.1', 0],
      ['ticket-a.1', 1],
    ]);
    expect(feed.against(all, 'ticket-a.')).toEqual([]);
  });

  it('may come again only where that is said', () => {
    const events = [
      ['ticket-a.1', 0],
      ['ticket-a.1', 1],
      ['ticket-a.1', 0],
      ['ticket-a.1', 1],
    ] as const;
    expect(told(events, 'allowed').against(all, 'ticket-a.')).toEqual([]);
    expect(told(events).against(all, 'ticket-a.')[0]).toMatch(/event 0 of ticket-a.1 came where 2 was due/);
  });

  it('is wrong where one is missing, at the end or before', () => {
    expect(told([['ticket-a.1', 0]]).against(all, 'ticket-a.')).toEqual(['The feed: 1 of 2 events of ticket-a.1']);
    expect(told([['ticket-a.1', 1]], 'allowed').against(all, 'ticket-a.')[0]).toMatch(/event 1 .* where 0 was due/);
    expect(told([]).against(all, 'ticket-b.')).toEqual(['The feed: 0 of 1 events of ticket-b.1']);
  });

  it('is wrong where it is of another event, or of an aggregate that is not there', () => {
    const other = new Histories('The feed');
    other.add('ticket-b.1', 0, 'another');
    expect(other.against(all, 'ticket-b.')).toEqual(['The feed: other events of ticket-b.1']);
    expect(told([['ticket-c.1', 0]]).against(all, 'ticket-c.')).toEqual(['The feed: ticket-c.1, which is not there']);
  });
});
