import { FeedHistory, foldedRows, SOME_TENANT } from '@ledgerdesk/testing';
import { ANNA } from '../../../test/support/people.ts';
import { knownPerson } from './known-person.view.ts';

describe('A person', () => {
  it('is known from the registration on, and nothing of the person but that', () => {
    const history = new FeedHistory();
    const anna = history.aggregate('person', ANNA);
    anna.says({ $case: 'personRegistered', value: { roles: ['agent'], language: 'de', sealed: undefined } });
    anna.says({ $case: 'roleGranted', value: { role: 'supervisor' } });
    expect(foldedRows(knownPerson, history)).toEqual([{ tenantId: SOME_TENANT, id: ANNA, registered: true }]);
  });

  it('is not known by anything else', () => {
    const history = new FeedHistory();
    history.aggregate('person', ANNA).says({ $case: 'bareNotice', value: {} });
    expect(foldedRows(knownPerson, history)).toEqual([]);
  });
});
