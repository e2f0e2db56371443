import { FeedHistory, foldedRows, SOME_TENANT } from '@ledgerdesk/testing';
import { ANNA, NETWORK } from '../../../test/support/desk.ts';
import { ATeam } from '../../../test/support/people.ts';
import { teamView } from './team.view.ts';

describe('A team', () => {
  it('has a key and a name, whoever joins and leaves', () => {
    const history = new FeedHistory();
    new ATeam(history, NETWORK).created('network', 'Network').joined(ANNA).left(ANNA);
    expect(foldedRows(teamView, history)).toEqual([
      { tenantId: SOME_TENANT, id: NETWORK, key: 'network', name: 'Network' },
    ]);
  });
});
