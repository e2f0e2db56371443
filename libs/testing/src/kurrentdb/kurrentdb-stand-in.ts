import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { sendUnaryData, ServerReadableStream, ServerWritableStream } from '@grpc/grpc-js';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { StandInLog, type LoggedRecord } from './stand-in-log.ts';
import * as messages from './stand-in-messages.ts';

type Reading = ServerWritableStream<ReadReq, ReadResp>;

const BACKWARDS = 1;

/**
 * Not KurrentDB: a stand-in that speaks as much of its protocol as the event store's adapter needs (append, read, subscribe),
 * on loopback and in memory. What the server does otherwise than its protocol says is not known to it.
 */
export class KurrentDbStandIn {
  private readonly log = new StandInLog();
  private server: Server | undefined;
  private port = 0;
  private stopped = false;

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** On a free port, and after a stop on the same again, with what it held. */
  async start(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': -1 });
    server.addService(services.StreamsService, {
      append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) =>
        this.append(call, answer),
      read: (call: Reading) =>
        void pipeline(this.read(call), call as Writable).catch((error: Error) => call.emit('error', error)),
    });
    const bind = promisify(server.bindAsync).bind(server);
    this.port = await bind(`127.0.0.1:${this.port}`, ServerCredentials.createInsecure());
    this.server = server;
    this.stopped = false;
  }

  /** At once, with everything that is under way: some appends are stored whose writers never hear of it. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.server?.forceShutdown();
    await new Promise(setImmediate);
  }

  private append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void {
    const sent: AppendReq[] = [];
    call.on('data', (message: AppendReq) => sent.push(message));
    // A call that is lost in the middle ends like one that is done, and says so only then.
    call.on('end', () =>
      setImmediate(() => {
        if (call.cancelled || this.stopped) return;
        const { stream, expected } = messages.appendOptionsOf(sent[0]!);
        const stored = this.log.append(stream, expected, sent.slice(1).map(messages.proposedOf));
        answer(null, typeof stored === 'number' ? messages.wrongRevision(expected, stored) : messages.appended(stored));
      }),
    );
  }

  private async *read(call: Reading): AsyncGenerator<ReadResp> {
    const options = call.request.getOptions()!;
    if (options.hasSubscription()) return yield* this.follow(call, options);
    if (options.hasStream() && !this.log.streams.has(streamOf(options))) yield messages.notFound(streamOf(options));
    let left = Number(options.getCount());
    for (const record of options.hasStream() ? this.ofStream(options) : this.ofAll(options)) {
      if ((left -= 1) < 0) return;
      yield messages.read(record);
    }
  }

  private ofStream(options: ReadReq.Options): Iterable<LoggedRecord> {
    const records = this.log.streams.get(streamOf(options)) ?? [];
    const from = options.getStream()!;
    const revision = from.hasRevision() ? Number(from.getRevision()) : undefined;
    if (options.getReadDirection() !== BACKWARDS) return records.slice(revision ?? 0);
    return records.slice(0, (revision ?? Infinity) + 1).reverse();
  }

  /** Forward the place's own record is read too, backward it is not: a place is where its record begins. */
  private *ofAll(options: ReadReq.Options): Generator<LoggedRecord> {
    const { records } = this.log;
    const admitted = messages.admittedBy(options);
    const step = options.getReadDirection() === BACKWARDS ? -1 : 1;
    const first = this.indexOf(options.getAll()!);
    for (let index = step === 1 ? first : first - 1; records[index]; index += step) {
      if (admitted(records[index]!)) yield records[index]!;
    }
  }

  /** The index of the record at a place; the server has nothing to say of a place within a record. */
  private indexOf(all: ReadReq.Options.AllOptions): number {
    const { records } = this.log;
    if (!all.hasPosition()) return all.hasEnd() ? records.length : 0;
    const position = BigInt(all.getPosition()!.getCommitPosition());
    const index = records.findLastIndex((record) => record.position <= position);
    if (records[index]?.position === position) return index;
    throw Object.assign(new Error('Invalid position'), { code: status.INVALID_ARGUMENT });
  }

  /** Of all, after the place: first what is there, then what comes. */
  private async *follow(call: Reading, options: ReadReq.Options): AsyncGenerator<ReadResp> {
    const stop = new AbortController();
    for (const end of ['cancelled', 'close']) call.on(end, () => stop.abort());
    const { records, waiters } = this.log;
    const admitted = messages.admittedBy(options);
    let next = this.indexOf(options.getAll()!) + (options.getAll()!.hasPosition() ? 1 : 0);
    yield messages.confirmed();
    while (!stop.signal.aborted) {
      const grown = waiters.next(stop.signal);
      for (; next < records.length; next += 1) {
        if (admitted(records[next]!)) yield messages.read(records[next]!);
      }
      await grown;
    }
  }
}

const streamOf = (options: ReadReq.Options): string =>
  Buffer.from(options.getStream()!.getStreamIdentifier()!.getStreamName_asU8()).toString();
