import { state } from '../../test/support/tickets.ts';
import { defaultLifecycle } from './default-lifecycle.ts';
import { lifecycleFaults } from './lifecycle-faults.ts';
import { consequence, reachable, type Lifecycle } from './lifecycle.ts';

describe('A lifecycle', () => {
  const triaged = { key: 'triaged', kind: 'open', label: { en: 'Triaged' } } as const;

  it('is sound by default', () => {
    expect(lifecycleFaults(defaultLifecycle)).toEqual([]);
  });

  it.each<[string, Partial<Lifecycle>, string]>([
    [
      'uses a key twice',
      { states: [...defaultLifecycle.states, defaultLifecycle.states[0]!] },
      'states: a key is used twice',
    ],
    ['begins nowhere', { initial: 'nowhere' }, 'initial: there is no state "nowhere"'],
    ['begins in a state that is not new', { initial: 'open' }, 'initial: is of kind open, not new'],
    [
      'reopens into a resolved state',
      { reopened: 'resolved' },
      'reopened: is of kind resolved, not open or in_progress',
    ],
    ['has a negative window', { reopenWindowDays: -1 }, 'reopenWindowDays: is negative'],
    [
      'has a state without a label',
      { states: defaultLifecycle.states.map((each) => (each.key === 'open' ? { ...each, label: {} } : each)) },
      'states.open: has no label',
    ],
    [
      'leads to an unknown state',
      { transitions: [...defaultLifecycle.transitions, { from: 'open', to: 'lost' }] },
      `transitions.${defaultLifecycle.transitions.length}: there is no state "lost"`,
    ],
    [
      'has a state that is never reached',
      { states: [...defaultLifecycle.states, triaged] },
      'states.triaged: cannot be reached',
    ],
    [
      'has a state from which nothing is ever closed',
      {
        states: [...defaultLifecycle.states, triaged],
        transitions: [...defaultLifecycle.transitions, { from: 'new', to: 'triaged' }],
      },
      'states.triaged: no way leads to a closed state',
    ],
    [
      'lets a reply lead where no event leads',
      { consequences: { ...defaultLifecycle.consequences, requesterReplied: { open: 'resolved' } } },
      'consequences.requesterReplied.open: may not lead to a state of kind resolved',
    ],
    [
      'lets a reply lead where no transition leads',
      { consequences: { ...defaultLifecycle.consequences, requesterReplied: { pending: 'open' } } },
      'consequences.requesterReplied.pending: no transition leads to "open"',
    ],
  ])('is refused where it %s', (_, change, fault) => {
    expect(lifecycleFaults({ ...defaultLifecycle, ...change })).toContain(fault);
  });

  it('leads a ticket whose state it no longer knows on from the first state of the same kind', () => {
    const forgotten = { key: 'triaged', kind: 'open', lifecycleVersion: 1 } as const;
    expect(reachable(defaultLifecycle, forgotten, ['pending'])).toEqual(state('pending'));
    const lifecycle = {
      ...defaultLifecycle,
      consequences: { ...defaultLifecycle.consequences, agentReplied: { open: 'in_progress' } },
    };
    expect(consequence(lifecycle, 'agentReplied', forgotten, ['in_progress'])).toEqual(state('in_progress'));
  });
});
