import { epochMilliseconds } from '@ledgerdesk/kernel';
import type { ClientBase } from 'pg';
import type { EncodedEvent } from '../../encoding/encode-events.ts';
import { cursorOf } from '../../port/cursor.ts';
import { ForbiddenCategoryError } from '../../port/errors.ts';
import type { AppendResult, ExpectedRevision } from '../../port/event-store.ts';
import { parseStreamName } from '../../port/stream.ts';
import { BIGINT, BYTES, INTEGER, TEXT, TIMESTAMP, UUID, type ArrayWriter, type ElementType } from './binary-arrays.ts';
import type { PendingAppend } from './pending-append.ts';

interface AnswerRow {
  readonly outcome: 'appended' | 'repeated' | 'reused' | 'conflict' | 'forbidden';
  readonly stream: string;
  readonly first_revision: string;
  readonly last_revision: string;
  readonly position: string;
  readonly epoch: string;
}

/** The large ones come first: node-postgres doubles its memory until all have room. */
const STATEMENT = `SELECT outcome, stream, first_revision, last_revision, position, epoch FROM ledger.append(
  $3::text[], $4::text[], $5::text[], $6::integer[], $7::uuid[], $8::bytea[], $9::bigint[], $10::integer[],
  $11::uuid[], $12::text[], $13::integer[], $14::timestamptz[], $15::bytea[], $1::text[], $2::text[])`;

const expectedNumber = (expected: ExpectedRevision): number =>
  expected === 'no stream' ? -1 : expected === 'any' ? -2 : expected;

/**
 * Sends a group as one statement, which is one commit; answers in the group's order. The writer is free again with the
 * answer.
 */
export async function callAppend(
  client: ClientBase,
  group: readonly PendingAppend[],
  writer: ArrayWriter,
): Promise<(AppendResult | Error)[]> {
  const { rows } = await client.query<AnswerRow>({
    name: 'ledger.append',
    text: STATEMENT,
    values: parametersOf(group, writer),
  });
  return rows.map(toResult);
}

function parametersOf(group: readonly PendingAppend[], writer: ArrayWriter): Buffer[] {
  const names = new Map<string, number>();
  const streamOf = group.map(({ name }) => names.get(name) ?? names.set(name, names.size + 1).size);
  const events = group.flatMap((pending) => pending.events);
  writer.restart();
  const ofEvents = <T>(type: ElementType<T>, value: (event: EncodedEvent) => T): Buffer =>
    writer.write(type, events.map(value));
  const ofCommands = <T>(type: ElementType<T>, value: (pending: PendingAppend) => T | undefined): Buffer =>
    writer.write(type, group.map(value));
  return [
    ofEvents(TEXT, ({ data }) => data),
    ofEvents(TEXT, ({ metadata }) => metadata),
    ofCommands(TEXT, ({ wanted }) => wanted.stream.category),
    ofCommands(TEXT, ({ tenant }) => tenant),
    writer.write(TEXT, [...names.keys()]),
    writer.write(INTEGER, streamOf),
    ofCommands(UUID, ({ wanted }) => wanted.command.commandId),
    ofCommands(BYTES, ({ wanted }) => wanted.command.digest),
    ofCommands(BIGINT, ({ wanted }) => expectedNumber(wanted.expected)),
    ofCommands(INTEGER, (pending) => pending.events.length),
    ofEvents(UUID, ({ eventId }) => eventId),
    ofEvents(TEXT, ({ type }) => type),
    ofEvents(INTEGER, ({ schemaVersion }) => schemaVersion),
    ofEvents(TIMESTAMP, ({ recordedAt }) => epochMilliseconds(recordedAt)),
    ofEvents(BYTES, ({ leafHash }) => leafHash),
  ];
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
