import { FeedHistory, foldedRows, SOME_TENANT } from '@ledgerdesk/testing';
import { ANNA } from '../../../test/support/desk.ts';
import { APerson } from '../../../test/support/people.ts';
import { loginId } from './login.project.ts';
import { loginView } from './login.view.ts';

const ISSUER = 'https://issuer.example';

describe('A login', () => {
  it('acts as the person to whom it was linked', () => {
    const history = new FeedHistory();
    new APerson(history, ANNA).registered('Anna').linked(ISSUER, 'anna').granted('agent').linked(ISSUER, 'a.berg');
    expect(foldedRows(loginView, history)).toEqual([
      { tenantId: SOME_TENANT, id: loginId({ issuer: ISSUER, subject: 'anna' }), personId: ANNA },
      { tenantId: SOME_TENANT, id: loginId({ issuer: ISSUER, subject: 'a.berg' }), personId: ANNA },
    ]);
  });

  it('is not taken for another one, however issuer and subject are cut', () => {
    const cuts = [
      ['a', 'b c'],
      ['a b', 'c'],
      ['a","b', 'c'],
      ['a', 'b","c'],
      ['', 'a'],
      ['a', ''],
    ] as const;
    expect(new Set(cuts.map(([issuer, subject]) => loginId({ issuer, subject }))).size).toBe(cuts.length);
  });
});
