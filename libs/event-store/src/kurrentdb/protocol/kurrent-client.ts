import { EventStoreDBClient } from '@eventstore/db-client';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { Readable, type Writable } from 'node:stream';
import { UnavailableError } from '../../port/errors.ts';
import { toTypedError } from './faults.ts';
import { allRequest, appendRequests, followRequest, recordOf, streamRequest } from './requests.ts';
import type {
  AllWish,
  ExpectedOnWire,
  KurrentConnection,
  NameFilter,
  StoredRecord,
  StreamWish,
  WireRecord,
} from './wire.ts';

type Read = Parameters<StreamsClient['read']>;
type Reading = ReturnType<StreamsClient['read']>;

/** What the client keeps for its own calls (`protected` in its types): discovery of the leader, reconnection, credentials. */
interface Inside {
  callArguments(
    call: { readonly requiresLeader: boolean; readonly deadline?: number },
    options?: { readonly deadline: number },
  ): [NonNullable<Read[1]>, NonNullable<Read[2]>];
  execute<T>(service: typeof StreamsClient, name: string, action: (client: StreamsClient) => Promise<T>): Promise<T>;
  GRPCStreamCreator(
    service: typeof StreamsClient,
    name: string,
    create: (client: StreamsClient) => Reading,
  ): () => Promise<Reading>;
  getChannel(): Promise<{ close(): void }>;
  dispose(): Promise<void>;
}

/**
 * KurrentDB over its client's connection and protocol, but past its calls: its append shares one table of promises among all
 * clients of a process, so that an outage of one fails the appends of the others and a late answer throws where nobody
 * catches; its reads parse what has to come back byte for byte; and its read of all knows no filter.
 */
export class KurrentClient implements KurrentConnection {
  private readonly inside: Inside;

  constructor(url: string) {
    // The same under the database's new name, which this client does not know yet.
    this.inside = EventStoreDBClient.connectionString(url.replace(/^kurrentdb/, 'esdb')) as unknown as Inside;
  }

  async append(
    stream: string,
    expected: ExpectedOnWire,
    records: readonly WireRecord[],
    timeoutMs: number,
  ): Promise<'stored' | 'conflict'> {
    const answer = await typed(() =>
      this.inside.execute(services.StreamsClient, 'append', (client) => {
        const { promise, resolve, reject } = Promise.withResolvers<AppendResp>();
        const [metadata, options] = this.inside.callArguments({ requiresLeader: true, deadline: timeoutMs });
        const call = client.append(metadata, options, (error, response) => (error ? reject(error) : resolve(response)));
        call.on('error', reject);
        Readable.from(appendRequests(stream, expected, records)).pipe(call as Writable);
        return promise;
      }),
    );
    return answer.hasWrongExpectedVersion() ? 'conflict' : 'stored';
  }

  readStream(wish: StreamWish): Promise<readonly StoredRecord[]> {
    return this.records(streamRequest(wish));
  }

  readAll(wish: AllWish): Promise<readonly StoredRecord[]> {
    return this.records(allRequest(wish));
  }

  async follow(filter: NameFilter, signal: AbortSignal, onRecord: () => void): Promise<void> {
    await this.read(followRequest(filter), onRecord, signal);
    if (!signal.aborted) throw new UnavailableError('The ledger has ended a subscription.');
  }

  async close(): Promise<void> {
    await this.inside.dispose();
    // Where no leader can be found there is no channel either.
    const channel = await this.inside.getChannel().catch(() => undefined);
    channel?.close();
  }

  private async records(request: ReadReq): Promise<readonly StoredRecord[]> {
    const records: StoredRecord[] = [];
    await this.read(request, (response) => {
      const record = recordOf(response);
      if (record) records.push(record);
    });
    return records;
  }

  /** The call is cancelled whichever way its reading ends: the client would leave it open. */
  private async read(request: ReadReq, onResponse: (response: ReadResp) => void, signal?: AbortSignal): Promise<void> {
    await typed(async () => {
      const call = await this.reading(request);
      const cancel = (): void => call.cancel();
      call.on('error', () => undefined);
      signal?.addEventListener('abort', cancel);
      try {
        if (signal?.aborted) return;
        for await (const response of call) onResponse(response as ReadResp);
      } catch (error) {
        if (!signal?.aborted) throw error;
      } finally {
        signal?.removeEventListener('abort', cancel);
        cancel();
      }
    });
  }

  private reading(request: ReadReq): Promise<Reading> {
    return this.inside.GRPCStreamCreator(services.StreamsClient, 'read', (client) =>
      client.read(request, ...this.inside.callArguments({ requiresLeader: true }, { deadline: Infinity })),
    )();
  }
}

async function typed<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toTypedError(error);
  }
}
