import 'reflect-metadata';
import { ANNA } from '../../../test/support/desk.ts';
import type { Person as PersonRow } from '../../views/person/person.query.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { Person } from './person.type.ts';

const row: PersonRow = { id: ANNA, name: 'Anna', mail: 'anna@example.com', roles: [], language: '' };
const scope = { viewer: { personId: ANNA, identity: { permissions: [] } } } as unknown as RequestScope;
const shown = (change: Partial<PersonRow>) => new Person({ ...row, ...change }, scope);

describe('A person', () => {
  it('has the name that was given', () => {
    expect(shown({}).name).toBe('Anna');
  });

  it('who gave no name has none, and nothing is withheld', () => {
    expect(shown({ name: '' }).name).toBeNull();
    expect(shown({ name: '' }).withheld).toEqual([]);
  });

  it('who was erased has none either, and that is said', () => {
    const erased = shown({ name: null, mail: null });
    expect(erased.name).toBeNull();
    expect(erased.withheld.map(({ path }) => path)).toEqual(expect.arrayContaining([['name']]));
  });
});
