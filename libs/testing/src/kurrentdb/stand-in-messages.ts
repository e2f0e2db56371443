import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, LoggedRecord, ProposedRecord } from './stand-in-log.ts';

const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const identifierOf = (stream: string) => new shared.StreamIdentifier().setStreamName(new TextEncoder().encode(stream));

/** What an append's first message wants. */
export function appendOptionsOf(message: AppendReq): { readonly stream: string; readonly expected: Expected } {
  const options = message.getOptions()!;
  const stream = utf8(options.getStreamIdentifier()!.getStreamName_asU8());
  if (options.hasNoStream()) return { stream, expected: 'no stream' };
  return { stream, expected: options.hasRevision() ? Number(options.getRevision()) : 'any' };
}

export function proposedOf(message: AppendReq): ProposedRecord {
  const proposed = message.getProposedMessage()!;
  return {
    id: proposed.getId()!.getString(),
    type: proposed.getMetadataMap().get('type') ?? '',
    contentType: proposed.getMetadataMap().get('content-type') ?? '',
    data: proposed.getData_asU8(),
    metadata: proposed.getCustomMetadata_asU8(),
  };
}

export function appended({ revision, position }: LoggedRecord): AppendResp {
  const place = new streams.AppendResp.Position();
  place.setCommitPosition(`${position}`).setPreparePosition(`${position}`);
  const success = new streams.AppendResp.Success();
  success.setCurrentRevision(`${revision}`).setPosition(place);
  return new streams.AppendResp().setSuccess(success);
}

export function wrongRevision(expected: Expected, last: number): AppendResp {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (last === -1) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(`${last}`);
  if (typeof expected === 'number') wrong.setExpectedRevision(`${expected}`);
  if (expected === 'no stream') wrong.setExpectedNoStream(new shared.Empty());
  return new streams.AppendResp().setWrongExpectedVersion(wrong);
}

/** Which records a read of all admits, by the names of their streams. */
export function admittedBy(options: ReadReq.Options): (record: LoggedRecord) => boolean {
  const byName = options.getFilter()?.getStreamIdentifier();
  if (!byName) return () => true;
  const prefixes = byName.getPrefixList();
  if (prefixes.length > 0) return ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
  const regex = new RegExp(byName.getRegex());
  return ({ stream }) => regex.test(stream);
}

export function read(record: LoggedRecord): ReadResp {
  const position = `${record.position}`;
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(new shared.UUID().setString(record.id)).setStreamIdentifier(identifierOf(record.stream));
  recorded.setStreamRevision(`${record.revision}`).setCommitPosition(position).setPreparePosition(position);
  recorded.setData(record.data).setCustomMetadata(record.metadata);
  recorded.getMetadataMap().set('type', record.type).set('content-type', record.contentType);
  recorded.getMetadataMap().set('created', `${record.created}`);
  return new streams.ReadResp().setEvent(
    new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position),
  );
}

export const confirmed = (): ReadResp =>
  new streams.ReadResp().setConfirmation(
    new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID()),
  );

export const notFound = (stream: string): ReadResp =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream)),
  );
