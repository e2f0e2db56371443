import { epochMilliseconds } from '@ledgerdesk/kernel';
import type { ClientBase } from 'pg';
import { cursorOf } from '../../port/cursor.ts';
import { ForbiddenCategoryError } from '../../port/errors.ts';
import type { AppendResult, ExpectedRevision } from '../../port/event-store.ts';
import { parseStreamName } from '../../port/stream.ts';
import { BIGINT, binaryArray, BYTES, INTEGER, TEXT, TIMESTAMP, UUID } from './binary-arrays.ts';
import type { PendingAppend } from './pending-append.ts';

interface AnswerRow {
  readonly outcome: 'appended' | 'repeated' | 'reused' | 'conflict' | 'forbidden';
  readonly stream: string;
  readonly first_revision: string;
  readonly last_revision: string;
  readonly position: string;
  readonly epoch: string;
}

const STATEMENT = `SELECT outcome, stream, first_revision, last_revision, position, epoch FROM ledger.append(
  $1::text[], $2::text[], $3::text[], $4::integer[], $5::uuid[], $6::bytea[], $7::bigint[], $8::integer[],
  $9::uuid[], $10::text[], $11::integer[], $12::timestamptz[], $13::bytea[], $14::text[], $15::text[])`;

const expectedNumber = (expected: ExpectedRevision): number =>
  expected === 'no stream' ? -1 : expected === 'any' ? -2 : expected;

/** Sends a group as one statement, which is one commit; answers in the group's order. */
export async function callAppend(
  client: ClientBase,
  group: readonly PendingAppend[],
): Promise<(AppendResult | Error)[]> {
  const names = new Map<string, number>();
  const streamOf = group.map(({ name }) => names.get(name) ?? names.set(name, names.size + 1).size);
  const events = group.flatMap((pending) => pending.events);
  const { rows } = await client.query<AnswerRow>({
    name: 'ledger.append',
    text: STATEMENT,
    values: [
      binaryArray(
        TEXT,
        group.map(({ wanted }) => wanted.stream.category),
      ),
      binaryArray(
        TEXT,
        group.map(({ tenant }) => tenant),
      ),
      binaryArray(TEXT, [...names.keys()]),
      binaryArray(INTEGER, streamOf),
      binaryArray(
        UUID,
        group.map(({ wanted }) => wanted.command.commandId),
      ),
      binaryArray(
        BYTES,
        group.map(({ wanted }) => wanted.command.digest),
      ),
      binaryArray(
        BIGINT,
        group.map(({ wanted }) => expectedNumber(wanted.expected)),
      ),
      binaryArray(
        INTEGER,
        group.map((pending) => pending.events.length),
      ),
      binaryArray(
        UUID,
        events.map((event) => event.eventId),
      ),
      binaryArray(
        TEXT,
        events.map((event) => event.type),
      ),
      binaryArray(
        INTEGER,
        events.map((event) => event.schemaVersion),
      ),
      binaryArray(
        TIMESTAMP,
        events.map((event) => epochMilliseconds(event.recordedAt)),
      ),
      binaryArray(
        BYTES,
        events.map((event) => event.leafHash),
      ),
      binaryArray(
        TEXT,
        events.map((event) => event.data),
      ),
      binaryArray(
        TEXT,
        events.map((event) => event.metadata),
      ),
    ],
  });
  return rows.map(toResult);
}

function toResult(row: AnswerRow): AppendResult | Error {
  switch (row.outcome) {
    case 'appended':
    case 'repeated':
      return {
        kind: row.outcome,
        stream: parseStreamName(row.stream),
        firstRevision: Number(row.first_revision),
        lastRevision: Number(row.last_revision),
        cursor: cursorOf({ epoch: row.epoch, position: BigInt(row.position) }),
      };
    case 'reused':
      return { kind: 'command id reused' };
    case 'conflict':
      return { kind: 'conflict', currentRevision: Number(row.last_revision) };
    case 'forbidden':
      return new ForbiddenCategoryError(`This role may not append to ${row.stream}.`);
  }
}
