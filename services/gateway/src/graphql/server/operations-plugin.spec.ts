import { readMetrics } from '@ledgerdesk/platform';
import { operationsPlugin } from './operations-plugin.ts';

/** What an operation came to, as Apollo tells plugins of it. */
interface Ended {
  readonly operation?: { readonly operation: 'query' | 'mutation'; readonly name: { readonly value: string } };
  readonly refused?: boolean;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code: string } }[];
}

async function countedAs({ operation, refused = false, errors }: Ended): Promise<readonly string[]> {
  const before = await counts();
  const listener = (await operationsPlugin.requestDidStart!({} as never)) as {
    willSendResponse(ended: unknown): Promise<void>;
  };
  const singleResult = { data: null, ...(errors && { errors }) };
  await listener.willSendResponse({
    contextValue: { answer: { ready: true, refused } },
    operation,
    response: { body: { kind: 'single', singleResult } },
  });
  return (await counts()).filter((line) => !before.includes(line));
}

async function counts(): Promise<readonly string[]> {
  const lines = (await readMetrics()).split('\n');
  return lines.filter((line) => line.startsWith('ledgerdesk_graphql_operation_duration_seconds_count'));
}

const named = (operation: 'query' | 'mutation') => ({ operation, name: { value: 'OfAClient' } });
const line = (type: string, outcome: string) =>
  `ledgerdesk_graphql_operation_duration_seconds_count{type="${type}",outcome="${outcome}"} 1`;

describe('An operation is counted', () => {
  it('by its type, never by what its client calls it', async () => {
    expect(await countedAs({ operation: named('query') })).toEqual([line('query', 'ok')]);
  });

  it('as refused where what it wished was', async () => {
    expect(await countedAs({ operation: named('mutation'), refused: true })).toEqual([line('mutation', 'refused')]);
  });

  it('by the code of its first error', async () => {
    const errors = [{ message: 'No', extensions: { code: 'NOT_YET_VISIBLE' } }];
    expect(await countedAs({ operation: named('query'), errors })).toEqual([line('query', 'NOT_YET_VISIBLE')]);
  });

  it('as none where there was no operation', async () => {
    const errors = [{ message: 'Syntax', extensions: { code: 'MALFORMED_REQUEST' } }];
    expect(await countedAs({ errors })).toEqual([line('none', 'MALFORMED_REQUEST')]);
  });
});
