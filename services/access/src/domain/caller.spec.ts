import { ada, ben, operator, operatorInAcme, reaction } from '../../test/support/people.ts';
import {
  mayAdminister,
  mayAttribute,
  mayIdentify,
  mayNameFirstAdministrator,
  mayRegisterTenants,
  type Caller,
} from './caller.ts';

const everybody = { ada, ben, operator, operatorInAcme, reaction };
const whoMay = (may: (caller: Caller) => boolean) =>
  Object.entries(everybody).flatMap(([name, caller]) => (may(caller) ? [name] : []));

describe('What callers may do', () => {
  it('is to register tenants, for an operator above all tenants', () => {
    expect(whoMay(mayRegisterTenants)).toEqual(['operator']);
  });

  it('is to administer a tenant, for its administrators; the reserved one, for operators', () => {
    expect(whoMay(mayAdminister)).toEqual(['ada', 'operator']);
  });

  it('is to name a tenant’s first administrator, for an operator who names the tenant', () => {
    expect(whoMay(mayNameFirstAdministrator)).toEqual(['operatorInAcme']);
  });

  it('is to identify who wrote, for those who take requests in', () => {
    expect(whoMay(mayIdentify)).toEqual(['ada', 'ben', 'reaction']);
  });

  it('is to say that a submission was somebody’s, for services that read it', () => {
    expect(whoMay(mayAttribute)).toEqual(['reaction']);
  });
});
