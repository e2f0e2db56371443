import type { Place } from '@ledgerdesk/event-store';
import { pause } from '@ledgerdesk/kernel';
import { ensureTopics, prepareGeneration, topicsInUse, topicName } from '@ledgerdesk/messaging';
import type { CommandContext } from './command.ts';
import { shareOf } from './generation-list.ts';
import {
  hasReached,
  look,
  namedKafka,
  withGenerations,
  type GenerationKafka,
  type GenerationPlace,
  type Written,
} from './generation-place.ts';
import { ProgressLine } from './progress-line.ts';
import { within } from './services-in.ts';
import { asJson } from './text-table.ts';
import { UsageError } from './usage-error.ts';

const LOOK_MS = 500;

export async function fill(context: CommandContext): Promise<void> {
  const name = context.words[0]!;
  const kafka = namedKafka();
  await withGenerations(context, async (place) => {
    await prepare(place, kafka, name);
    const line = new ProgressLine();
    const filled = await untilFilled(place, {
      name,
      signal: context.ending,
      onProgress: (written, head) => line.show(() => inWords(name, written, head)),
    }).finally(() => line.end());
    if (context.json) return console.log(asJson(filled));
    console.log(
      filled ? next(name) : `Services go on with generation ${name}: the same command shows how far they are.`,
    );
  });
}

/** Makes the topics, and has each service fill its own of them. Whatever is prepared already goes on. @throws UsageError */
export async function prepare(place: GenerationPlace, kafka: GenerationKafka, name: string): Promise<void> {
  const { written } = await look(place);
  const known = written.filter(({ generation }) => generation === name);
  if (known.some(({ retiring }) => retiring)) {
    throw new UsageError(`Generation ${name} is half retired: "generation retire ${name}" ends it.`);
  }
  if (known.some(({ ofThisLedger }) => !ofThisLedger)) {
    throw new UsageError(`Generation ${name} is of the ledger before a backup was restored: take another name.`);
  }
  const missing = place.publishing.filter(({ service }) => !known.some((each) => each.service === service));
  const topics = missing.flatMap((each) => each.topics);
  const used = await topicsInUse({ ...kafka, generation: name, topics });
  if (used.length > 0) {
    const names = used.map((topic) => topicName(topic, name)).join(', ');
    throw new UsageError(`There are events already in ${names}, and nobody knows which: take another name.`);
  }
  await ensureTopics({ ...kafka, generation: name, topics: place.publishing.flatMap((each) => each.topics) });
  for (const { service } of missing) {
    await within(place.read, service, () => prepareGeneration(place.read, service, name));
  }
}

export interface Filling {
  readonly name: string;
  readonly signal: AbortSignal;
  readonly onProgress: (written: readonly Written[], head: Place) => void;
}

/** Whether all that the ledger held at first was written before the signal said stop. */
export async function untilFilled(place: GenerationPlace, { name, signal, onProgress }: Filling): Promise<boolean> {
  const { head } = await look(place);
  while (!signal.aborted) {
    const { written } = await look(place);
    const filling = written.filter(({ generation }) => generation === name);
    if (filling.length === place.publishing.length && filling.every((each) => hasReached(each, head))) return true;
    onProgress(filling, head);
    await pause(LOOK_MS, signal);
  }
  return false;
}

function inWords(name: string, written: readonly Written[], head: Place): string {
  const each = written.map((one) => `${one.service} ${shareOf(one, head)}${one.led ? '' : ' (no process writes it)'}`);
  return `Generation ${name}: ${each.join(', ')}`;
}

const next = (name: string): string => `Generation ${name} holds all that the ledger held, and follows it.

Now give each service KAFKA_GENERATION=${name}, one by one, in any order; the job "migrate" too.
When none hears the one before any more: "generation list", and "generation retire" for that one.`;
