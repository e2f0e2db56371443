import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../launcher/run.ts';
import { buf } from './buf.ts';
import { built } from './built.ts';
import { heading, table } from './markdown.ts';

interface Message {
  readonly name: string;
  readonly field?: readonly { readonly name: string; readonly typeName?: string }[];
}

interface ProtoFile {
  readonly package: string;
  readonly messageType?: readonly Message[];
  readonly sourceCodeInfo?: {
    readonly location: readonly { readonly path?: readonly number[]; readonly leadingComments?: string }[];
  };
}

/** Number of the field `message_type` in a file's descriptor. */
const MESSAGE_TYPE = 4;

/** Every public event by topic, with its comment and fields, and who listens to the topic. */
export async function eventsPage(): Promise<string> {
  const { topics } = (await built('libs/contracts/dist/topics.js')) as {
    topics: Record<string, { readonly service: string; readonly typePrefix: string }>;
  };
  const { file } = JSON.parse(buf(['build', 'proto', '--output', '-#format=json'])) as { file: readonly ProtoFile[] };
  const messages = new Map(file.flatMap(described));
  const sections = Object.entries(topics).map(([topic, { service, typePrefix }]) => {
    const carrier = `${typePrefix}.${topic.charAt(0).toUpperCase()}${topic.slice(1)}Event`;
    const events = messages.get(carrier)?.fields ?? [];
    if (events.length === 0) throw new Error(`There is no message ${carrier} for the topic ${topic}.`);
    const rows = events.map(({ typeName }) => {
      const { comment = '', fields = [] } = messages.get(typeName) ?? {};
      return [`\`${typeName}\``, comment, fields.map(({ name }) => `\`${name}\``).join(', ')];
    });
    const whose = `${messages.get(carrier)?.comment}\n\nPublished by ${service}. Listened to by ${listeners(topic)}.`;
    return `## ${topic}\n\n${whose}\n\n${table(['type', 'meaning', 'fields'], rows)}`;
  });
  return [heading('Events', '`proto/` and the code that listens'), ...sections].join('\n');
}

interface Described {
  readonly comment: string;
  readonly fields: readonly { readonly name: string; readonly typeName: string }[];
}

function described({ package: scope, messageType = [], sourceCodeInfo }: ProtoFile): (readonly [string, Described])[] {
  const comments = new Map(
    sourceCodeInfo?.location.map(({ path: at, leadingComments }) => [at?.join('.'), leadingComments?.trim()]),
  );
  return messageType.map(({ name, field = [] }, index) => [
    `${scope}.${name}`,
    {
      comment: comments.get(`${MESSAGE_TYPE}.${index}`) ?? '',
      fields: field.map(({ name: fieldName, typeName = '' }) => ({ name: fieldName, typeName: typeName.slice(1) })),
    },
  ]);
}

/** The views and reactions that take events of a topic. */
function listeners(topic: string): string {
  const takes = new RegExp(`(Feed|Opened|Heard)Event<'${topic}'[,>]`);
  const files = globSync('services/*/src/{views/*/*.project,reactions/*}.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.spec.ts') && takes.test(readFileSync(path.join(root, file), 'utf8')),
  );
  const names = files.map((file) => {
    const [, service, , kind, name] = file.split(path.sep);
    return kind === 'views' ? `${service} (view ${name})` : `${service} (${path.basename(name!, '.ts')})`;
  });
  return names.length > 0 ? names.sort().join(', ') : 'nobody yet';
}
