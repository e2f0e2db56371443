import { program } from '@ledgerdesk/platform';
import { parseArguments } from './arguments.ts';
import { migrate } from './migrate.ts';
import { workingFolder } from './standalone.config.ts';

const USAGE = `npm run ledgerdesk -- COMMAND [--data DIR]

  migrate   brings the databases to this release, and ends; npm start does the same before it starts
  help      prints this

  --data DIR   where everything is kept; by default .ledgerdesk/data in the clone
  POSTGRES_ADMIN_URL names a PostgreSQL to use in place of the embedded one`;

class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(command: string) {
    super(`There is no command "${command}".\n\n${USAGE}`);
  }
}

await program(async (ending) => {
  const [command = 'help', ...rest] = process.argv.slice(2);
  const { data, help } = parseArguments(rest, workingFolder());
  if (help || command === 'help' || command === '--help') console.log(USAGE);
  else if (command === 'migrate') await migrate({ data, ending });
  else throw new UsageError(command);
});
