import {
  BusyError,
  KurrentEventStore,
  PostgresEventStore,
  UnavailableError,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
} from '@ledgerdesk/event-store';
import { writeSync } from 'node:fs';
import { commandOf, type StoreAddress, type WriterPlan } from './writer-plan.ts';

/** A program of its own, run by `WriterProcess`: appends its plan and says what was answered, a line each. */
const plan = JSON.parse(process.argv[2]!) as WriterPlan;
const store = open(plan.store);
await Promise.all(Array.from({ length: plan.inFlight }, (_, worker) => appendInTurn(worker)));
await store.close();

function open({ adapter, url }: StoreAddress): EventStore {
  switch (adapter) {
    case 'postgres':
      return new PostgresEventStore({ url, applicationName: plan.name });
    case 'kurrentdb':
      return new KurrentEventStore({ url });
  }
}

async function appendInTurn(worker: number): Promise<void> {
  let own: ExpectedRevision = 'no stream';
  for (let n = worker; n < plan.commands; n += plan.inFlight) {
    const { shared } = commandOf(plan, n);
    const answer = await untilAnswered(n, shared ? 'any' : own);
    if (answer.kind !== 'appended' && answer.kind !== 'repeated') throw new Error(`${n}: ${JSON.stringify(answer)}`);
    // Written before anything else is done: what the parent has read was acknowledged, whatever happens to us next.
    writeSync(1, `${n} ${answer.firstRevision} ${answer.lastRevision}\n`);
    if (!shared) own = answer.lastRevision;
  }
}

async function untilAnswered(n: number, expected: ExpectedRevision): Promise<AppendResult> {
  const { stream, events, memo } = commandOf(plan, n);
  for (;;) {
    try {
      return await store.append(stream, expected, events, memo);
    } catch (error) {
      if (!(error instanceof BusyError || error instanceof UnavailableError)) throw error;
    }
  }
}
