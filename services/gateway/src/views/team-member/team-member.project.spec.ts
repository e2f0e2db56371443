import { FeedHistory, foldedRows, SOME_TENANT } from '@ledgerdesk/testing';
import { ANNA, BORIS, NETWORK } from '../../../test/support/desk.ts';
import { ATeam } from '../../../test/support/people.ts';
import { memberId, personOfMember } from './team-member.project.ts';
import { teamMemberView } from './team-member.view.ts';

describe('A place in a team', () => {
  let history: FeedHistory;
  let network: ATeam;
  beforeEach(() => {
    history = new FeedHistory();
    network = new ATeam(history, NETWORK).created('network', 'Network').joined(ANNA);
  });

  const place = { tenantId: SOME_TENANT, teamId: NETWORK };
  const rows = () => foldedRows(teamMemberView, history);

  it('is a person’s who joined', () => {
    expect(rows()).toEqual([{ ...place, id: memberId(NETWORK, ANNA), personId: ANNA, member: true }]);
  });

  it('is given up by who leaves, and by nobody else', () => {
    network.joined(BORIS).left(ANNA);
    expect(rows()).toMatchObject([
      { personId: ANNA, member: false },
      { personId: BORIS, member: true },
    ]);
  });

  it('is taken again by who comes back', () => {
    network.left(ANNA).joined(ANNA);
    expect(rows()).toMatchObject([{ personId: ANNA, member: true }]);
  });

  it('names its person', () => {
    expect(personOfMember(memberId(NETWORK, ANNA))).toBe(ANNA);
  });
});
