import type { AppendResult, Cursor, EventStore, ExpectedRevision, StreamId } from '@ledgerdesk/event-store';
import { newId, type TenantId } from '@ledgerdesk/kernel';
import fc from 'fast-check';
import { createHash, randomUUID } from 'node:crypto';
import type { Theme } from './event-store-conformance.ts';
import { everythingAfter, idsOf, streamOf } from './reading.ts';
import { CATEGORIES, eventsOf, numbered, type Category, type Situation } from './situation.ts';

/** One try to append; the numbers pick among the run's tenants, streams, commands and bodies. */
interface Step {
  readonly tenant: number;
  readonly category: Category;
  readonly stream: number;
  readonly expects: 'right' | 'one too many' | 'no stream' | 'any';
  readonly events: number;
  readonly command: number;
  /** None: a derived id. */
  readonly body: number | null;
  readonly store: number;
}

const steps = fc.array(
  fc.record<Step>({
    tenant: fc.nat(1),
    category: fc.constantFrom(...CATEGORIES),
    stream: fc.nat(1),
    expects: fc.constantFrom('right', 'one too many', 'no stream', 'any'),
    events: fc.integer({ min: 1, max: 4 }),
    command: fc.nat(14),
    body: fc.option(fc.nat(1)),
    store: fc.nat(1),
  }),
  { minLength: 1, maxLength: 40 },
);

interface Known {
  readonly stream: StreamId;
  readonly first: number;
  readonly last: number;
  readonly digest: string | undefined;
}

/** What a ledger is, in as few words as possible: streams as lists of event ids, one list of all, and the commands. */
class Model {
  readonly all: { readonly stream: StreamId; readonly eventId: string }[] = [];
  private readonly commands = new Map<string, Known>();

  of(stream: StreamId): readonly string[] {
    return this.all
      .filter((event) => JSON.stringify(event.stream) === JSON.stringify(stream))
      .map(({ eventId }) => eventId);
  }

  append(
    stream: StreamId,
    expected: ExpectedRevision,
    eventIds: readonly string[],
    { commandId, digest }: { readonly commandId: string; readonly digest: string | undefined },
  ): object {
    const key = `${stream.tenant} ${commandId}`;
    const known = this.commands.get(key);
    if (known) {
      if (digest !== undefined && digest !== known.digest) return { kind: 'command id reused' };
      return { kind: 'repeated', stream: known.stream, firstRevision: known.first, lastRevision: known.last };
    }
    const last = this.of(stream).length - 1;
    const wanted = expected === 'no stream' ? -1 : expected;
    if (wanted !== 'any' && wanted !== last) return { kind: 'conflict', currentRevision: last };
    this.all.push(...eventIds.map((eventId) => ({ stream, eventId })));
    this.commands.set(key, { stream, first: last + 1, last: last + eventIds.length, digest });
    return { kind: 'appended', stream, firstRevision: last + 1, lastRevision: last + eventIds.length };
  }
}

/** A run of steps on a ledger and on its model. */
class Run {
  readonly model = new Model();
  private readonly tenants: readonly TenantId[] = [newId('tnt'), newId('tnt')];
  private readonly commandIds = Array.from({ length: 15 }, () => randomUUID());

  constructor(private readonly stores: readonly EventStore[]) {}

  async take(step: Step): Promise<readonly [AppendResult, object]> {
    const stream: StreamId = { category: step.category, tenant: this.tenants[step.tenant]!, id: `id${step.stream}` };
    const commandId = this.commandIds[step.command]!;
    const digest = step.body === null ? undefined : createHash('sha256').update(`${step.body}`).digest();
    const events = eventsOf(stream.tenant, commandId, numbered(step.events));
    const expected = this.expected(step, stream);
    const memo = { commandId, ...(digest && { digest }) };
    const answer = await this.stores[step.store]!.append(stream, expected, events, memo);
    const ids = events.map(({ eventId }) => eventId);
    return [answer, this.model.append(stream, expected, ids, { commandId, digest: digest?.toString('hex') })];
  }

  private expected({ expects }: Step, stream: StreamId): ExpectedRevision {
    const last = this.model.of(stream).length - 1;
    if (expects === 'one too many') return last + 1;
    if (expects !== 'right') return expects;
    return last === -1 ? 'no stream' : last;
  }
}

async function readsBack(store: EventStore, before: Cursor, model: Model): Promise<void> {
  const { all } = model;
  expect(idsOf(await everythingAfter(store, before, 'everything', 7))).toEqual(all.map(({ eventId }) => eventId));
  for (const category of CATEGORIES) {
    const expected = all.filter(({ stream }) => stream.category === category).map(({ eventId }) => eventId);
    expect(idsOf(await everythingAfter(store, before, { categories: [category] }, 3))).toEqual(expected);
  }
  const streams = new Map(all.map(({ stream }) => [JSON.stringify(stream), stream]));
  for (const stream of streams.values()) {
    expect(idsOf(await streamOf(store, stream))).toEqual(model.of(stream));
    expect(idsOf(await streamOf(store, stream, { direction: 'backward' }))).toEqual(model.of(stream).toReversed());
  }
}

export const model: Theme = (situation: Situation) => {
  describe('does the same as its model', () => {
    it('whatever is appended in whatever order, and reads the same back', async () => {
      const stores = [situation.store, situation.open()];
      await fc.assert(
        fc.asyncProperty(steps, async (sequence) => {
          const run = new Run(stores);
          const before = await situation.store.head();
          for (const step of sequence) {
            const [answer, expected] = await run.take(step);
            expect(answer).toMatchObject(expected);
          }
          await readsBack(stores[1]!, before, run.model);
        }),
        { numRuns: 40 },
      );
    });
  });
};
