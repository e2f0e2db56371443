import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';
import { logContext } from '../observability/log-context.ts';

/** The log, on stderr: what the program prints for people goes to stdout. */
export const openLog = (level: string): Logger =>
  pino(
    { level, base: null, mixin: logContext, timestamp: pino.stdTimeFunctions.isoTime, serializers: { error: errorOf } },
    pino.destination({ fd: 2, sync: true }),
  );

/** These and no other fields: what else drivers hang on an error (the connection with its secrets) is nobody's business. */
function errorOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return {
    name,
    code: (error as { code?: unknown }).code,
    message,
    stack,
    ...(cause !== undefined && { cause: errorOf(cause) }),
  };
}

type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'trace';

/** The same log under Nest's names; what Nest tells of its own start interests nobody by default. */
export function nestLog(logger: Logger): LoggerService {
  const at =
    (level: Level) =>
    (message: unknown, ...more: readonly unknown[]): void => {
      const context = more.at(-1);
      if (message instanceof Error) logger[level]({ context, error: message }, message.message);
      else if (typeof message === 'object' && message !== null) logger[level]({ context, ...message });
      else logger[level]({ context, ...(more.length > 1 && { details: more.slice(0, -1) }) }, String(message));
    };
  return {
    log: at('debug'),
    error: at('error'),
    warn: at('warn'),
    debug: at('debug'),
    verbose: at('trace'),
    fatal: at('fatal'),
  };
}
