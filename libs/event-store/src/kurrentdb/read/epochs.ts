import { randomBytes, randomUUID } from 'node:crypto';
import type { ExpectedOnWire, KurrentConnection, StoredRecord } from '../protocol/wire.ts';
import { EPOCHS } from '../stream-names.ts';

const TIMEOUT_MS = 10_000;

/** The epoch that holds now; the first reader of an empty ledger begins one. */
export async function currentEpoch(connection: KurrentConnection): Promise<string> {
  for (;;) {
    const last = await lastBeginning(connection);
    if (last) return (JSON.parse(last.data) as { readonly epoch: string }).epoch;
    await begin(connection, 'no stream');
  }
}

/** As restoring a backup must: places from before are foreign from now on. */
export async function beginEpoch(connection: KurrentConnection): Promise<void> {
  for (;;) {
    const last = await lastBeginning(connection);
    if ((await begin(connection, last?.revision ?? 'no stream')) === 'stored') return;
  }
}

async function lastBeginning(connection: KurrentConnection): Promise<StoredRecord | undefined> {
  const [last] = await connection.readStream({ stream: EPOCHS, from: 'end', backward: true, count: 1 });
  return last;
}

function begin(connection: KurrentConnection, expected: ExpectedOnWire): Promise<'stored' | 'conflict'> {
  const data = JSON.stringify({ epoch: randomBytes(6).toString('hex') });
  return connection.append(
    EPOCHS,
    expected,
    [{ id: randomUUID(), type: 'EpochBegun', data, metadata: '' }],
    TIMEOUT_MS,
  );
}
