import { program } from '@ledgerdesk/platform';
import { migrate } from './migrate.ts';
import { parseSaid, type Command } from './operator/command.ts';
import { effects } from './operator/effects.ts';
import { generation } from './operator/generation.ts';
import { parked } from './operator/parked.ts';
import { passedOver } from './operator/passed-over.ts';
import { restored } from './operator/restored.ts';
import { UsageError } from './operator/usage-error.ts';
import { views } from './operator/views.ts';
import { workingFolder } from './standalone.config.ts';

const commands: Readonly<Record<string, Command>> = {
  migrate: {
    usage: [['migrate', 'brings the databases to this release, and ends; npm start does the same before it starts']],
    run: ({ words, data, ending }) => {
      if (words.length > 0) throw new UsageError(`"migrate" takes no "${words[0]}".`);
      return migrate({ data, ending });
    },
  },
  parked,
  'passed-over': passedOver,
  effects,
  views,
  generation,
  restored,
};

const lines = [...Object.values(commands).flatMap(({ usage }) => usage), ['help', 'prints this'] as const];
const widest = Math.max(...lines.map(([words]) => words.length));

const USAGE = `npm run ledgerdesk -- COMMAND [--data DIR]

${lines.map(([words, meaning]) => `  ${words.padEnd(widest)}  ${meaning}`).join('\n')}

  --service S, --consumer C   only of this service, or of this view or reaction
  --compare-only              of a rebuilt view: nothing is changed, and where the two differ the exit code is 1
  --json                      for a program to read
  --data DIR                  where everything is kept; by default .ledgerdesk/data in the clone
  POSTGRES_ADMIN_URL names a PostgreSQL to use in place of the embedded one`;

await program(async (ending) => {
  const [name = 'help', ...rest] = process.argv.slice(2);
  const { help, ...said } = parseSaid(rest, workingFolder());
  if (help || name === 'help' || name === '--help') return console.log(USAGE);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command "${name}".\n\n${USAGE}`);
  await command.run({ ...said, ending });
});
