import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buf } from './buf.ts';
import { configPage } from './config-page.ts';
import { eventsPage } from './events-page.ts';
import { graphqlSchema } from './graphql-schema.ts';
import { metricsPage } from './metrics-page.ts';
import { problemsPage } from './problems-page.ts';
import { refusalsPage } from './refusals-page.ts';
import { rulesPage } from './rules-page.ts';

/** What is printed from other sources, and committed: a file or a folder. */
export interface Generated {
  readonly path: string;
  /** Prints it into a folder that stands for the root. @throws where its sources are not in order */
  print(into: string): void | Promise<void>;
}

const messages: Generated = {
  path: 'libs/contracts/src/generated',
  print: (into) => void buf(['generate', '--template', 'proto/buf.gen.yaml', '--output', into, 'proto']),
};

const file = (name: string, text: () => string | Promise<string>): Generated => ({
  path: name,
  async print(into) {
    const to = path.join(into, name);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, await text());
  },
});

export const generated: readonly Generated[] = [
  messages,
  file('services/gateway/schema.graphql', graphqlSchema),
  file('docs/reference/config.md', configPage),
  file('docs/reference/events.md', eventsPage),
  file('docs/reference/metrics.md', metricsPage),
  file('docs/reference/problems.md', problemsPage),
  file('docs/reference/refusals.md', refusalsPage),
  file('docs/reference/rules.md', rulesPage),
];
