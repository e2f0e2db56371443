import type { Comparison } from '@ledgerdesk/read-models';
import { rebuiltInWords } from './rebuilt-in-words.ts';

const about = { service: 'gateway', view: 'ticket-board', seconds: 1.25 };
const none = { count: 0, examples: [] };
const same: Comparison = {
  same: true,
  live: { rows: 2, hash: 'aa' },
  rebuilt: { rows: 2, hash: 'aa' },
  onlyLive: none,
  onlyRebuilt: none,
  different: none,
  parked: { live: 0, rebuilt: 0 },
};

describe('What became of a rebuild', () => {
  it('is told with rows and hashes, and what queries see now', () => {
    const words = rebuiltInWords({ comparison: same, swapped: true }, about);
    expect(words).toMatch(/shown +2 +0 +aa\nrebuilt +2 +0 +aa/);
    expect(words).toMatch(/They are the same\.\nQueries see the rebuilt one now\.$/);
  });

  it('names some rows that differ, by their keys, and how many more there are', () => {
    const different = { count: 3, examples: [{ tenant: 't', id: 'a\u001b[2J', columns: ['subject', 'team_id'] }] };
    const words = rebuiltInWords({ comparison: { ...same, same: false, different }, swapped: false }, about);
    expect(words).toContain('  3 rows in both, and not the same:\n    t/a [2J in subject, team_id\n    and 2 more\n');
    expect(words).toMatch(/Queries see what they saw/);
  });
});
