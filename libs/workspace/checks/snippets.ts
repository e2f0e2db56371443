import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A code block of a page, and the file that it says it stands in. */
export interface Snippet {
  readonly page: string;
  readonly file: string;
  readonly code: string;
}

const FENCE = /^```\w+ (\S+)\n([\s\S]*?)^```$/gm;

/** The code blocks of a page whose fence names a file. */
export const snippetsOf = (page: string, text: string): readonly Snippet[] =>
  [...text.matchAll(FENCE)].map(([, file = '', code = '']) => ({ page, file, code }));

/** Snippets that do not stand, to the letter, in the file that they name. */
export function strayed(snippets: readonly Snippet[], read: (file: string) => string | undefined): readonly Snippet[] {
  return snippets.filter(({ file, code }) => !read(file)?.includes(code));
}

/** How many snippets in `docs` are not what the code says; each is named. */
export function strayedSnippets(root: string): number {
  const read = (file: string): string | undefined => {
    const place = path.join(root, file);
    return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  };
  const pages = globSync('docs/**/*.md', { cwd: root });
  const found = pages.flatMap((page) => strayed(snippetsOf(page, read(page) ?? ''), read));
  for (const { page, file, code } of found) console.error(`${page}: not in ${file}:\n${code}`);
  return found.length;
}
