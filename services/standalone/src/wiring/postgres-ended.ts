import { readFileSync } from 'node:fs';

const LAST_LINES = 5;
/** A full disk is named some lines before the end that it brings. */
const READ_LINES = 60;

/** The embedded server has ended, and nobody told it to. */
export class PostgresEndedError extends Error {
  override readonly name = 'PostgresEndedError';

  constructor(logFile: string) {
    const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-READ_LINES);
    const full = lines.some((line) => line.includes('No space left on device'));
    super(
      [
        full
          ? 'The disk is full, and PostgreSQL has ended: make room, then start again. What was acknowledged is kept.'
          : 'PostgreSQL has ended by itself. What was acknowledged is kept: start again.',
        `It said last (${logFile}):`,
        ...lines.slice(-LAST_LINES).map((line) => `  ${line}`),
      ].join('\n'),
    );
  }
}
