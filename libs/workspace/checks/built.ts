import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../launcher/run.ts';

/** Loads a module of the built program. Tools look at the project from outside, so none of them imports it. */
export const built = (file: string): Promise<Readonly<Record<string, unknown>>> =>
  import(pathToFileURL(path.join(root, file)).href);
