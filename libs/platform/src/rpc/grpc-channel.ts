import { Client, credentials, type ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';
import { callMetadata, deadlineOf, MAX_MESSAGE_BYTES, rpcClient, type RpcTarget } from './call.ts';
import type { CallOptions, RpcChannel, RpcClient, RpcDefinition } from './definition.ts';
import { toRpcError } from './rpc-failure.ts';

/** A token that names a hundred teams fits; gRPC's own default would not take it. */
export const MAX_METADATA_BYTES = 64 * 1024;

export interface GrpcChannelOptions {
  /** Where each service listens, by the full name of its definition: `ledgerdesk.tickets.v1.Tickets`. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly credentials?: ChannelCredentials;
}

const CHANNEL_OPTIONS: ChannelOptions = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_metadata_size': MAX_METADATA_BYTES,
  'grpc.keepalive_time_ms': 30_000,
  // A name with several addresses (a headless service of Kubernetes) stands for replicas that all answer.
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

/** Calls services over gRPC, one connection for each address. */
export class GrpcChannel implements RpcChannel {
  private readonly connections = new Map<string, Client>();

  constructor(private readonly options: GrpcChannelOptions) {}

  client<Definition extends RpcDefinition>(definition: Definition): RpcClient<Definition> {
    const connection = this.connectionTo(definition);
    return rpcClient(definition, (target, request, options) => call(connection, target, { request, ...options }));
  }

  close(): Promise<void> {
    for (const connection of this.connections.values()) connection.close();
    return Promise.resolve();
  }

  private connectionTo({ fullName }: RpcDefinition): Client {
    const address = this.options.addresses[fullName];
    if (!address) throw new Error(`No address is configured for ${fullName}`);
    const connected = this.connections.get(address);
    if (connected) return connected;
    const connection = new Client(address, this.options.credentials ?? credentials.createInsecure(), CHANNEL_OPTIONS);
    this.connections.set(address, connection);
    return connection;
  }
}

async function call(
  connection: Client,
  { definition, method }: RpcTarget,
  { request, ...options }: CallOptions & { request: unknown },
): Promise<unknown> {
  const metadata = callMetadata(options);
  return new Promise((resolve, reject) => {
    connection.makeUnaryRequest<unknown, unknown>(
      `/${definition.fullName}/${method.name}`,
      (message) => Buffer.from(method.requestType.encode(message).finish()),
      (bytes) => method.responseType.decode(bytes),
      request,
      metadata,
      { deadline: deadlineOf(options) },
      (failure, answer) => (failure ? reject(toRpcError(failure)) : resolve(answer)),
    );
  });
}
