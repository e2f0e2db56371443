import { FeedHistory, foldedRows, SOME_TENANT } from '@ledgerdesk/testing';
import { ANNA, BORIS, NETWORK } from '../../../test/support/people.ts';
import { teamRoster } from './team-roster.view.ts';

describe('The roster of a team', () => {
  const heard = (...messages: readonly ['teamJoined' | 'teamLeft', string][]) => {
    const history = new FeedHistory();
    const team = history.aggregate('team', NETWORK);
    team.says({ $case: 'teamCreated', value: { key: 'network', name: 'Network' } });
    for (const [$case, personId] of messages) team.says({ $case, value: { personId } });
    return foldedRows(teamRoster, history);
  };
  const members = (...ids: string[]) => [{ tenantId: SOME_TENANT, id: NETWORK, members: ids }];

  it('is there as soon as the team is, and empty then', () => {
    expect(heard()).toEqual(members());
  });

  it('holds who joined and has not left', () => {
    expect(heard(['teamJoined', ANNA], ['teamJoined', BORIS], ['teamLeft', ANNA])).toEqual(members(BORIS));
  });

  it('holds whoever came back once', () => {
    expect(heard(['teamJoined', ANNA], ['teamLeft', ANNA], ['teamJoined', ANNA])).toEqual(members(ANNA));
    expect(heard(['teamJoined', ANNA], ['teamJoined', ANNA])).toEqual(members(ANNA));
  });
});
