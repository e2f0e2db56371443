import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** npm's words for what went wrong, and what to do about it. */
const REMEDIES = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|E5\d\d/,
    'No package registry could be reached. The first start needs one; later ones need no network.',
  ],
  [/ENOSPC/, 'The disk is full: about 1 GB is needed.'],
  [/EACCES|EPERM|EROFS/, 'This account may not write here: use a clone of your own.'],
];

/** A registry that hiccups is asked again, one that is not there is given up in seconds, where npm would take over a minute. */
const RETRIES = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/** Installs the packages of the lock file unless that has been done; a killed installation is begun again. */
export async function installMissing(root) {
  // Written last and inside node_modules, which npm empties first: it vouches for a whole installation of this lock file.
  const stamp = path.join(root, 'node_modules/.ledgerdesk-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing the packages of the lock file (once; a minute or two) ...');
  const begin = Date.now();
  await npmCi(root);
  writeFileSync(stamp, wanted);
  console.error(`Installed in ${Math.round((Date.now() - begin) / 1000)} s.`);
}

function npmCi(root) {
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('npm-cli.js') ? [process.execPath, [npm]] : ['npm', []];
  // Whatever the machine's npm is set to: the program is compiled here, and its Node and PostgreSQL are optional packages.
  const args = [...first, 'ci', '--include=dev', '--include=optional', '--loglevel=error', ...RETRIES];
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    process.stderr.write(chunk);
    said += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', ({ message }) => reject(new Error(`npm could not be run: ${message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      if (signal) return reject(new Error(`The installation was ended by ${signal}; the next start begins it again.`));
      const remedy = REMEDIES.find(([words]) => words.test(said))?.[1] ?? 'See its message above.';
      reject(new Error(`npm could not install the packages. ${remedy}`));
    });
  });
}
