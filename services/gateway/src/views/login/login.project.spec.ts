import { FeedHistory, foldedRows, SOME_TENANT } from '@ledgerdesk/testing';
import { ANNA } from '../../../test/support/desk.ts';
import { APerson, loginNamed } from '../../../test/support/people.ts';
import { loginView } from './login.view.ts';

describe('A login', () => {
  it('acts as the person to whom it was linked', () => {
    const history = new FeedHistory();
    new APerson(history, ANNA).registered('Anna').linked('anna').granted('agent').linked('a.berg');
    expect(foldedRows(loginView, history)).toEqual([
      { tenantId: SOME_TENANT, id: loginNamed('anna'), personId: ANNA },
      { tenantId: SOME_TENANT, id: loginNamed('a.berg'), personId: ANNA },
    ]);
  });

  it('acts as the person still when what it was called is erased', () => {
    const history = new FeedHistory();
    new APerson(history, ANNA).linked('anna');
    history.erase(ANNA);
    expect(foldedRows(loginView, history)).toMatchObject([{ id: loginNamed('anna'), personId: ANNA }]);
  });

  it('is kept without what its provider calls it', () => {
    const history = new FeedHistory();
    new APerson(history, ANNA).linked('anna@example.com');
    expect(JSON.stringify(foldedRows(loginView, history))).not.toContain('example.com');
  });
});
