import { assertNewEnough, PostgresVersionError } from './server-version.ts';

describe('A PostgreSQL', () => {
  it.each([18, 19])('of version %i is taken', (version) => {
    expect(() => assertNewEnough(version)).not.toThrow();
  });

  it('that is older is refused, with the version it is and the one it should be', () => {
    expect(() => assertNewEnough(17)).toThrow(PostgresVersionError);
    expect(() => assertNewEnough(17)).toThrow('is version 17, and Ledgerdesk needs 18 or newer');
  });
});
