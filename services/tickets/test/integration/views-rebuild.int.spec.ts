import { newId } from '@ledgerdesk/kernel';
import { FeedHistory, viewRebuildConformance } from '@ledgerdesk/testing';
import { knownPerson } from '../../src/views/known-person/known-person.view.ts';
import { teamRoster } from '../../src/views/team-roster/team-roster.view.ts';
import { ANNA, BILLING, BORIS, CARLA, NETWORK } from '../support/people.ts';

const OTHER = newId('tnt');

/** Two teams, whose people come and go, and a team of the same id in another tenant. */
function desk(): FeedHistory {
  const history = new FeedHistory();
  const teams = [history.aggregate('team', NETWORK), history.aggregate('team', BILLING)];
  for (const team of [...teams, history.aggregate('team', NETWORK, OTHER)]) {
    team.says({ $case: 'teamCreated', value: { key: 'a-team', name: 'A team' } });
    for (const personId of [ANNA, BORIS]) team.says({ $case: 'teamJoined', value: { personId } });
    team.says({ $case: 'teamLeft', value: { personId: ANNA } });
    team.says({ $case: 'bareNotice', value: {} });
    team.says({ $case: 'teamJoined', value: { personId: ANNA } });
  }
  for (const id of [ANNA, BORIS, CARLA]) {
    const person = history.aggregate('person', id);
    person.says({ $case: 'personRegistered', value: { roles: ['agent'], language: '', sealed: undefined } });
    person.says({ $case: 'roleGranted', value: { role: 'supervisor' } });
  }
  return history;
}

viewRebuildConformance(teamRoster, desk);
viewRebuildConformance(knownPerson, desk);
