import { personal, RESERVED_TENANT } from '@ledgerdesk/kernel';
import { anAgent, nobody } from '../../test/support/aggregates.ts';
import { ACME, BEN } from '../../test/support/people.ts';
import type { Person } from './person.ts';
import { registerPerson, type RegisterPerson } from './register-person.ts';

const register = (command: Partial<RegisterPerson>) => (person: Person) =>
  registerPerson(
    {
      tenant: ACME,
      personId: BEN,
      name: 'Ben',
      mail: 'ben@acme.example',
      roles: ['agent'],
      language: 'en',
      claims: ['c1'],
      ...command,
    },
    person,
  );

describe('Registering a person', () => {
  it('keeps name and address sealed for the person', () => {
    nobody.when(register({})).then({
      type: 'PersonRegistered',
      roles: ['agent'],
      claims: ['c1'],
      personal: personal(BEN, { name: 'Ben', mail: 'ben@acme.example' }),
    });
  });

  it('gives each role once', () => {
    nobody.when(register({ roles: ['agent', 'auditor', 'agent'] })).then({ roles: ['agent', 'auditor'] });
  });

  it('is refused where the id is another person’s', () => {
    anAgent.when(register({})).thenRefused({ code: 'PERSON_EXISTS', personId: BEN });
  });

  it('makes no operator in a tenant', () => {
    nobody.when(register({ roles: ['agent', 'operator'] })).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('makes nothing but operators above tenants', () => {
    nobody.when(register({ tenant: RESERVED_TENANT, roles: ['operator'] })).then({ roles: ['operator'] });
    nobody.when(register({ tenant: RESERVED_TENANT, roles: ['administrator'] })).thenRefused({ code: 'NOT_PERMITTED' });
  });
});
