import { personal } from '@ledgerdesk/kernel';
import { anAgent, anAgentWithLogin, nobody } from '../../test/support/aggregates.ts';
import { ada, BEN, ben, operatorInAcme } from '../../test/support/people.ts';
import { linkLogin, type LinkLogin } from './link-login.ts';
import type { Person } from './person.ts';

const login = { issuer: 'https://id.example', subject: 'ben', loginName: 'name of ben' };
const link = (command: Partial<LinkLogin>) => (person: Person) =>
  linkLogin({ by: ada, personId: BEN, firstAdministrator: false, ...login, ...command }, person);

describe('Linking a login', () => {
  it('lets it act as the person', () => {
    anAgent.when(link({})).then({ type: 'LoginLinked', issuer: login.issuer, loginName: login.loginName });
  });

  it('keeps what the identity provider calls the person sealed under the person', () => {
    const { issuer, loginName } = login;
    const event = { type: 'LoginLinked', issuer, loginName, personal: personal(BEN, { subject: 'ben' }) };
    expect(anAgent.when(link({})).outcome).toEqual({ accepted: true, events: [event] });
  });

  it('adds to the logins that the person has', () => {
    anAgentWithLogin.when(link({ loginName: 'name of benjamin' })).then({ loginName: 'name of benjamin' });
  });

  it('is refused where it is linked already', () => {
    anAgentWithLogin.when(link({})).thenRefused({ code: 'LOGIN_LINKED' });
  });

  it('is refused where there is no such person', () => {
    nobody.when(link({})).thenRefused({ code: 'PERSON_NOT_FOUND', personId: BEN });
  });

  it('is not for agents', () => {
    anAgent.when(link({ by: ben })).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('is an operator’s once, for the first administrator', () => {
    anAgent.when(link({ by: operatorInAcme, firstAdministrator: true })).then({ type: 'LoginLinked' });
    anAgentWithLogin
      .when(link({ by: operatorInAcme, firstAdministrator: true, loginName: 'name of an intruder' }))
      .thenRefused({ code: 'NOT_PERMITTED' });
    anAgent.when(link({ by: operatorInAcme })).thenRefused({ code: 'NOT_PERMITTED' });
  });
});
