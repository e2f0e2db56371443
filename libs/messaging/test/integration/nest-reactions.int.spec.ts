import { ledgerBench } from '../support/feed-conformance/ledger-bench.ts';
import { nestReactions } from '../support/nest-reactions.ts';

nestReactions('from the ledger', () => Promise.resolve(ledgerBench()));
