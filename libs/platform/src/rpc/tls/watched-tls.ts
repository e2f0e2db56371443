import { isDeepStrictEqual } from 'node:util';
import type { RpcTls, RpcTlsSource } from './rpc-tls.ts';

export interface WatchedTlsOptions {
  /** Reads it as the environment and its files give it now. @throws ConfigError */
  readonly read: () => RpcTls;
  readonly logger: {
    info(of: object, message: string): void;
    warn(of: object, message: string): void;
  };
  readonly everyMs?: number;
}

/** Certificates are renewed days before they end, and mounted files are replaced within a minute. */
const EVERY_MS = 60_000;

/**
 * Looks from time to time whether certificates were renewed. What cannot be used, such as a key that does not fit the
 * certificate because only one of the two has been replaced yet, is left alone until the next look.
 */
export class WatchedTls implements RpcTlsSource {
  current: RpcTls;
  private readonly listeners = new Set<(now: RpcTls) => void>();
  private timer: NodeJS.Timeout | undefined;

  /** @throws ConfigError */
  constructor(private readonly options: WatchedTlsOptions) {
    this.current = options.read();
  }

  start(): void {
    this.timer = setInterval(() => this.look(), this.options.everyMs ?? EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  onChange(listener: (now: RpcTls) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  look(): void {
    const { read, logger } = this.options;
    try {
      const found = read();
      if (isDeepStrictEqual(found, this.current)) return;
      this.current = found;
    } catch (error) {
      return logger.warn({ error }, 'Certificates that were renewed cannot be used: those from before are kept');
    }
    for (const listener of this.listeners) listener(this.current);
    logger.info({}, 'Certificates were renewed: new connections use them');
  }
}
