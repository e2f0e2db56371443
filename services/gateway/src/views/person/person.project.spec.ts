import { FeedHistory, foldedRows, SOME_TENANT } from '@ledgerdesk/testing';
import { ANNA } from '../../../test/support/desk.ts';
import { APerson } from '../../../test/support/people.ts';
import { personView } from './person.view.ts';

describe('A person', () => {
  let history: FeedHistory;
  let anna: APerson;
  beforeEach(() => {
    history = new FeedHistory();
    anna = new APerson(history, ANNA).registered('Anna', 'agent');
  });

  const rows = () => foldedRows(personView, history);

  it('has a name, an address, a language and roles', () => {
    expect(rows()).toEqual([
      { tenantId: SOME_TENANT, id: ANNA, name: 'Anna', mail: 'anna@example.com', language: 'en', roles: ['agent'] },
    ]);
  });

  it('has the roles that were granted and not revoked, each once', () => {
    anna.granted('auditor').granted('agent').granted('supervisor').revoked('auditor');
    expect(rows()).toMatchObject([{ roles: ['agent', 'supervisor'] }]);
  });

  it('keeps the roles when the name is erased', () => {
    history.erase(ANNA);
    expect(rows()).toEqual([{ tenantId: SOME_TENANT, id: ANNA, language: 'en', roles: ['agent'] }]);
  });

  it('is not changed by logins and other subjects', () => {
    const before = rows();
    anna.linked('anna').attributed('sub_1');
    expect(rows()).toEqual(before);
  });
});
