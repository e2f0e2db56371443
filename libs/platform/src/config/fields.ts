import { MalformedMasterKeysError, parseMasterKeys } from '@ledgerdesk/event-store';
import { z } from 'zod';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export const logLevel = z.enum(LOG_LEVELS).default('warn').describe('From which level on the log tells, on stderr');

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const port = z.coerce.number().int().min(0).max(65_535);

/** Longer than that an orchestrator's patience does not last as well for what comes after it. */
const LONGEST_DRAIN_SECONDS = 15;

export const drainSeconds = z.coerce
  .number()
  .min(0)
  .max(LONGEST_DRAIN_SECONDS)
  .default(2)
  .describe(
    'Asked to end, a service is not ready at once, and closes its doors so much later: balancers need that to notice',
  );

export const postgresAddress = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address that begins with postgres:// or postgresql://',
});

/** `id:base64`, newest first. */
export const masterKeys = z.string().transform((text, { addIssue }) => {
  try {
    return parseMasterKeys(text);
  } catch (error) {
    if (!(error instanceof MalformedMasterKeysError)) throw error;
    addIssue(error.message);
    return z.NEVER;
  }
});

/** `a, b`. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
);

/** `access=HOST:PORT, tickets=HOST:PORT`: by name. */
export const byName = list.transform((pairs, { addIssue }): Readonly<Record<string, string>> => {
  const named = pairs.map((pair) => /^([^=]+)=(.+)$/.exec(pair));
  if (named.includes(null)) {
    addIssue('must be a list like name=value, separated by commas');
    return z.NEVER;
  }
  return Object.fromEntries(named.map((match) => [match![1]!.trim(), match![2]!.trim()]));
});
