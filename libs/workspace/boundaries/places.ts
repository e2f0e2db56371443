/** Whether a path fits a pattern: `*` is any part of one name, `**` any number of folders, and a folder means all in it. */
export function fits(pattern: string, path: string): boolean {
  const source = pattern
    .split('/')
    .map((part) => (part === '**' ? '.+' : part.replace(/[.]/g, '\\.').replace(/\*/g, '[^/]*')))
    .join('/')
    // `a/**/b` also fits `a/b`.
    .replaceAll('/.+/', '/(?:.+/)?');
  return new RegExp(`^${source}(?:/.*)?$`).test(path);
}

/** A file of a project: its project's folder, and its path from the project's `src`. */
export interface Place {
  readonly project: string;
  readonly fromSource: string;
}

/** Where a path from the root stands; undefined outside projects. */
export function placeOf(path: string): Place | undefined {
  const [, project, rest] = /^((?:libs|services)\/[^/]+|tests)\/(.+)$/.exec(path) ?? [];
  if (!project || !rest) return undefined;
  return { project, fromSource: rest.startsWith('src/') ? rest.slice('src/'.length) : `../${rest}` };
}
