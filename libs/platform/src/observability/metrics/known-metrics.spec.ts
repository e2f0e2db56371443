import { knownMetrics } from '@ledgerdesk/platform';

/** There is a bounded number of each. A tenant, an id, a path or an operation's name would be a series each. */
const BOUNDED = new Set([
  'service',
  'consumer',
  'view',
  'effect',
  'outcome',
  'type',
  'look',
  'http_request_method',
  'http_route',
  'http_response_status_code',
  'rpc_method',
  'rpc_response_status_code',
]);

describe('Our metrics', () => {
  it('have only labels of which there is a bounded number', () => {
    const labels = knownMetrics().flatMap((metric) => metric.labels);
    expect(labels.filter((label) => !BOUNDED.has(label))).toEqual([]);
  });

  it.each(knownMetrics())('say what they are, and name what they count: $name', ({ name, type, help }) => {
    expect(help.length).toBeGreaterThan(10);
    if (type === 'counter') expect(name).toMatch(/_total$/);
    else expect(name).not.toMatch(/_total$/);
    if (/duration|age|late/.test(name)) expect(name).toMatch(/_seconds$/);
    expect(name).toMatch(/^(ledgerdesk|http|rpc)_[a-z_]+$/);
  });
});
