import { existsSync } from 'node:fs';
import { claim } from '../../src/embedded/claim.ts';

// Claims each of the folders named, all claimers at the same time; says which it got, and lives until it is told to end.
const [start, ...folders] = process.argv.slice(2);

process.stdin.resume().on('end', () => process.exit());
process.stdout.write('ready\n');
while (!existsSync(start!));
for (const folder of folders) {
  try {
    claim(folder);
    process.stdout.write(`${folder}\n`);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'IN_USE') throw error;
  }
}
process.stdout.write('done\n');
