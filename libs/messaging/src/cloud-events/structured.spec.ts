import { FeedHistory } from '@ledgerdesk/testing';
import { readStructured, toStructured } from './structured.ts';

describe('An event in JSON', () => {
  const history = new FeedHistory();
  history.aggregate('team', 'tea_1').says({ $case: 'teamJoined', value: { personId: 'psn_1' } });
  const placed = { event: history.events[0]!, position: 42n };

  it('is read as it was written', () => {
    expect(readStructured('team', toStructured(placed))).toEqual(placed);
  });

  it('is a CloudEvent of version 1.0, in the structured mode', () => {
    expect(JSON.parse(toStructured(placed))).toMatchObject({
      specversion: '1.0',
      id: placed.event.id,
      source: '/ledgerdesk/access',
      type: placed.event.type,
      subject: 'tea_1',
      datacontenttype: 'application/json',
      position: '42',
      data: { teamJoined: { personId: 'psn_1' } },
    });
  });

  it('that lacks what an event must say is refused', () => {
    const { id: _, ...rest } = JSON.parse(toStructured(placed)) as { id: string };
    expect(() => readStructured('team', JSON.stringify(rest))).toThrow('attribute id');
  });
});
