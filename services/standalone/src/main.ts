import { program } from '@ledgerdesk/platform';
import { parseArguments, USAGE } from './arguments.ts';
import { workingFolder } from './standalone.config.ts';
import { standalone } from './standalone.ts';

await program(async (ending) => {
  const args = parseArguments(process.argv.slice(2), workingFolder());
  if (args.help) console.log(USAGE);
  else await standalone(args, ending);
});
