import { feedConformance } from './support/feed-conformance/feed-conformance.ts';
import { ledgerBench } from './support/feed-conformance/ledger-bench.ts';

feedConformance('from the ledger', () => Promise.resolve(ledgerBench()));
