import { pause } from '@ledgerdesk/kernel';
import { closeGeneration, deleteGeneration, forgetGeneration, groupsOnGeneration } from '@ledgerdesk/messaging';
import type { CommandContext } from './command.ts';
import {
  hasReached,
  look,
  namedKafka,
  withGenerations,
  type GenerationKafka,
  type GenerationPlace,
  type Written,
} from './generation-place.ts';
import { within } from './services-in.ts';
import { asJson } from './text-table.ts';
import { UsageError } from './usage-error.ts';

const TRIES = 20;
const LOOK_MS = 500;

export async function retire(context: CommandContext): Promise<void> {
  const name = context.words[0]!;
  const kafka = namedKafka();
  await withGenerations(context, (place) => retireGeneration(place, { kafka, name, signal: context.ending }));
  if (context.json) return console.log(asJson({ retired: name }));
  console.log(`Generation ${name} is no more, its topics and its groups are deleted.`);
}

export interface Retiring {
  readonly kafka: GenerationKafka;
  readonly name: string;
  readonly signal: AbortSignal;
}

/**
 * Nothing is written before topics are deleted, and no service begins anew before they are gone: whoever comes back to this
 * generation all the same finds it filled from the beginning. @throws UsageError where somebody still hears it
 */
export async function retireGeneration(place: GenerationPlace, { kafka, name, signal }: Retiring): Promise<void> {
  const { written } = await look(place);
  if (!written.some(({ generation }) => generation === name)) {
    const others = [...new Set(written.map(({ generation }) => generation))].join(', ');
    throw new UsageError(`There is no generation "${name}", but ${others || 'none at all'}.`);
  }
  await assertSucceeded(place, name, signal);
  const hearing = await groupsOnGeneration({ ...kafka, generation: name });
  if (hearing.length > 0) {
    throw new UsageError(
      `Generation ${name} is still heard by ${hearing.join(', ')}: give their services another KAFKA_GENERATION first.`,
    );
  }
  for (const { service } of place.publishing) {
    await within(place.read, service, () => closeGeneration(place.read, service, name));
  }
  await deleteGeneration({ ...kafka, generation: name, topics: place.publishing.flatMap(({ topics }) => topics) });
  for (const { service } of place.publishing) {
    await within(place.read, service, () => forgetGeneration(place.read, service, name));
  }
}

/** What is retired must be found elsewhere: each service has written all of it to another generation. @throws UsageError */
async function assertSucceeded(place: GenerationPlace, name: string, signal: AbortSignal): Promise<void> {
  const first = await look(place);
  const retired = first.written.filter(({ generation }) => generation === name);
  const succeeded = ({ service, checkpoint, ofThisLedger }: Written, written: readonly Written[]): boolean => {
    if (!checkpoint) return true;
    return written.some(
      (other) =>
        other.service === service &&
        other.generation !== name &&
        !other.retiring &&
        hasReached(other, ofThisLedger ? checkpoint : first.head),
    );
  };
  for (let tries = 1; ; tries += 1) {
    const { written } = await look(place);
    const behind = retired.filter((each) => !succeeded(each, written));
    if (behind.length === 0) return;
    if (tries === TRIES || signal.aborted) {
      const services = behind.map(({ service }) => service).join(', ');
      throw new UsageError(
        `${services} has written to no other generation all that is in ${name}: "generation fill" another one first.`,
      );
    }
    await pause(LOOK_MS, signal);
  }
}
