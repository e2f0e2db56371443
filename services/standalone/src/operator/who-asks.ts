import { hostname, userInfo } from 'node:os';

/** The account and machine on which somebody typed the command. */
export function whoAsks(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container may have no name for its user.
    return `uid ${process.getuid?.() ?? '?'}@${hostname()}`;
  }
}
