import { Histories } from './histories.ts';
import { readWhole } from './whole-topics.ts';

const TOPICS = ['tenant', 'person', 'team', 'ticket', 'submission'] as const;
const PREFIX = 'ledgerdesk.';

/** The topics inside of a generation. */
export const topicsOf = (generation: string): readonly string[] =>
  TOPICS.map((topic) => `${PREFIX}${topic}.${generation}`);

/** In what the topics of a generation, read from the beginning, differ from the ledger. */
export async function wronglyPublished(
  { brokers, generation }: { readonly brokers: readonly string[]; readonly generation: string },
  ledger: Histories,
): Promise<readonly string[]> {
  // Whoever publishes repeats himself after a crash; without what was there already, each event is in its turn.
  const told = new Histories('Kafka', 'allowed');
  await readWhole(brokers, topicsOf(generation), ({ headers = {} }, topic) => {
    const category = topic.slice(PREFIX.length, topic.lastIndexOf('.'));
    const of = (name: string): string => String(headers[`ce_${name}`]);
    told.add(`${category}-${of('tenant')}.${of('subject')}`, Number(of('sequence')), of('id'));
  });
  return told.against(ledger, ...TOPICS.map((topic) => `${topic}-`));
}
