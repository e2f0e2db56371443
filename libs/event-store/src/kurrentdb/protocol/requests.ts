import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { AllWish, ExpectedOnWire, NameFilter, StoredRecord, StreamWish, WireRecord } from './wire.ts';

const BACKWARDS = 1;
const TICKS_PER_MS = 10_000n;
const empty = () => new shared.Empty();
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
const nameOf = (stream: string) => new shared.StreamIdentifier().setStreamName(bytesOf(stream));

/** The messages of one append: what is expected, then each record. */
export function* appendRequests(
  stream: string,
  expected: ExpectedOnWire,
  records: readonly WireRecord[],
): Generator<AppendReq> {
  const options = new streams.AppendReq.Options().setStreamIdentifier(nameOf(stream));
  if (expected === 'no stream') options.setNoStream(empty());
  else options.setRevision(`${expected}`);
  yield new streams.AppendReq().setOptions(options);
  for (const { id, type, data, metadata } of records) {
    const message = new streams.AppendReq.ProposedMessage().setId(new shared.UUID().setString(id));
    message.setData(bytesOf(data)).setCustomMetadata(bytesOf(metadata));
    message.getMetadataMap().set('type', type).set('content-type', 'application/json');
    yield new streams.AppendReq().setProposedMessage(message);
  }
}

export function streamRequest({ stream, from, backward = false, count }: StreamWish): ReadReq {
  const of = new streams.ReadReq.Options.StreamOptions().setStreamIdentifier(nameOf(stream));
  if (from === 'start') of.setStart(empty());
  else if (from === 'end') of.setEnd(empty());
  else of.setRevision(`${from}`);
  const options = optionsOf(backward).setStream(of).setNoFilter(empty()).setCount(`${count}`);
  return new streams.ReadReq().setOptions(options);
}

export function allRequest({ filter, from, backward = false, count }: AllWish): ReadReq {
  const options = optionsOf(backward).setAll(placeOf(from)).setFilter(filterOf(filter)).setCount(`${count}`);
  return new streams.ReadReq().setOptions(options);
}

/** Of all, from the end on. */
export function followRequest(filter: NameFilter): ReadReq {
  const options = optionsOf(false).setAll(placeOf('end')).setFilter(filterOf(filter));
  return new streams.ReadReq().setOptions(options.setSubscription(new streams.ReadReq.Options.SubscriptionOptions()));
}

/** What was read; undefined for what is no record (a confirmation, a stream that is not there). */
export function recordOf(response: ReadResp): StoredRecord | undefined {
  const record = response.getEvent()?.getEvent();
  if (!record) return undefined;
  const about = record.getMetadataMap();
  return {
    id: record.getId()!.getString(),
    type: about.get('type') ?? '',
    data: textOf(record.getData_asU8()),
    metadata: textOf(record.getCustomMetadata_asU8()),
    stream: textOf(record.getStreamIdentifier()!.getStreamName_asU8()),
    revision: Number(record.getStreamRevision()),
    position: BigInt(record.getCommitPosition()),
    created: Number(BigInt(about.get('created') ?? 0) / TICKS_PER_MS),
  };
}

function optionsOf(backward: boolean) {
  const ids = new streams.ReadReq.Options.UUIDOption().setString(empty());
  const options = new streams.ReadReq.Options().setUuidOption(ids).setResolveLinks(false);
  return options.setReadDirection(backward ? BACKWARDS : 0);
}

function placeOf(from: AllWish['from']) {
  const all = new streams.ReadReq.Options.AllOptions();
  if (from === 'start') return all.setStart(empty());
  if (from === 'end') return all.setEnd(empty());
  // An append over gRPC is no transaction of several commits: an event's prepare and commit positions are the same.
  const position = new streams.ReadReq.Options.Position();
  return all.setPosition(position.setCommitPosition(`${from}`).setPreparePosition(`${from}`));
}

function filterOf(filter: NameFilter) {
  const names = new streams.ReadReq.Options.FilterOptions.Expression();
  if ('regex' in filter) names.setRegex(filter.regex);
  else names.setPrefixList([...filter.prefixes]);
  const options = new streams.ReadReq.Options.FilterOptions().setStreamIdentifier(names).setCount(empty());
  return options.setCheckpointintervalmultiplier(1);
}
