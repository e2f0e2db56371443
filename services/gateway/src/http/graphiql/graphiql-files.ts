import { createReadStream, type ReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const inPackage = (name: string, file: string): string =>
  path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

const SCRIPT = 'text/javascript; charset=utf-8';

/** What the page loads from npm packages, by the name under which it is served. */
const files: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  'react.js': { file: inPackage('react', 'umd/react.production.min.js'), type: SCRIPT },
  'react-dom.js': { file: inPackage('react-dom', 'umd/react-dom.production.min.js'), type: SCRIPT },
  'graphiql.js': { file: inPackage('graphiql', 'graphiql.min.js'), type: SCRIPT },
  'graphiql.css': { file: inPackage('graphiql', 'graphiql.min.css'), type: 'text/css; charset=utf-8' },
};

export interface ServedFile {
  readonly type: string;
  readonly content: ReadStream;
}

/** The file under that name, or nothing. */
export function graphiqlFile(name: string): ServedFile | undefined {
  if (!Object.hasOwn(files, name)) return undefined;
  const { file, type } = files[name]!;
  return { type, content: createReadStream(file) };
}
