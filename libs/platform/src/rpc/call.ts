import { Metadata } from '@grpc/grpc-js';
import { isTraceparent } from '../observability/tracing/traceparent.ts';
import { problem } from '../problems/problem.ts';
import type { CallOptions, RpcClient, RpcDefinition, RpcMethod } from './definition.ts';
import { measured } from './measured-client.ts';
import { RpcError } from './rpc-error.ts';

const TOKEN = /^[A-Za-z0-9._~+/=-]+$/;
const DEFAULT_TIMEOUT_MS = 10_000;

/** No message is larger, in either direction; the ledger takes none that comes near it. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** A method of a service, as a channel calls it. */
export interface RpcTarget {
  readonly definition: RpcDefinition;
  readonly method: RpcMethod;
}

/** What travels beside the request, the same over every channel. @throws RpcError for a token that no header can carry */
export function callMetadata({ token, traceparent }: CallOptions): Metadata {
  if (!TOKEN.test(token)) throw new RpcError(problem('UNAUTHENTICATED'));
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  if (traceparent && isTraceparent(traceparent)) metadata.set('traceparent', traceparent);
  return metadata;
}

/** The token that came with a call, or nothing. */
export function tokenOf(metadata: Metadata): string | undefined {
  const [header] = metadata.get('authorization');
  return typeof header === 'string' && header.startsWith('Bearer ') ? header.slice('Bearer '.length) : undefined;
}

/** The trace in which a call was made, or nothing. */
export function traceparentOf(metadata: Metadata): string | undefined {
  const [header] = metadata.get('traceparent');
  return typeof header === 'string' && isTraceparent(header) ? header : undefined;
}

/** When the caller stops waiting, in milliseconds since 1970. */
export const deadlineOf = ({ timeoutMs = DEFAULT_TIMEOUT_MS }: CallOptions): number => Date.now() + timeoutMs;

type Call = (target: RpcTarget, request: unknown, options: CallOptions) => Promise<unknown>;

/** The typed client of a service, whichever way its calls travel. */
export function rpcClient<Definition extends RpcDefinition>(definition: Definition, call: Call): RpcClient<Definition> {
  const send = measured(call);
  const methods = Object.entries(definition.methods).map(([name, method]) => [
    name,
    (request: unknown, options: CallOptions) => send({ definition, method }, request, options),
  ]);
  return Object.fromEntries(methods) as RpcClient<Definition>;
}
