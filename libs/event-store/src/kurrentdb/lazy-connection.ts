import type {
  AllWish,
  ExpectedOnWire,
  KurrentConnection,
  NameFilter,
  StreamWish,
  WireRecord,
} from './protocol/wire.ts';

/** Loads the client of KurrentDB with the first call: whoever has his ledger elsewhere does not wait for it. */
export class LazyConnection implements KurrentConnection {
  private loaded: Promise<KurrentConnection> | undefined;

  constructor(private readonly url: string) {}

  async append(stream: string, expected: ExpectedOnWire, records: readonly WireRecord[], timeoutMs: number) {
    return (await this.connection()).append(stream, expected, records, timeoutMs);
  }

  async readStream(wish: StreamWish) {
    return (await this.connection()).readStream(wish);
  }

  async readAll(wish: AllWish) {
    return (await this.connection()).readAll(wish);
  }

  async follow(filter: NameFilter, signal: AbortSignal, onRecord: () => void) {
    return (await this.connection()).follow(filter, signal, onRecord);
  }

  async close() {
    await (await this.loaded)?.close();
  }

  private connection(): Promise<KurrentConnection> {
    return (this.loaded ??= import('./protocol/kurrent-client.ts').then(
      ({ KurrentClient }) => new KurrentClient(this.url),
    ));
  }
}
