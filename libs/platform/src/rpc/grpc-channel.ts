import { Client, credentials, type ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';
import { callMetadata, deadlineOf, MAX_MESSAGE_BYTES, rpcClient, type RpcTarget } from './call.ts';
import { News } from './news.ts';
import type { CallOptions, RpcChannel, RpcClient, RpcDefinition } from './definition.ts';
import { reasonUnreachable, toRpcError } from './rpc-failure.ts';
import type { RpcTlsSource } from './tls/rpc-tls.ts';
import { channelCredentials } from './tls/tls-credentials.ts';

/** A token that names a hundred teams fits; gRPC's own default would not take it. */
export const MAX_METADATA_BYTES = 64 * 1024;

export interface GrpcChannelOptions {
  /** Where each service listens, by the full name of its definition: `ledgerdesk.tickets.v1.Tickets`. */
  readonly addresses: Readonly<Record<string, string>>;
  /** By what services are believed, and who calls them; without it they are called in clear. */
  readonly tls?: RpcTlsSource;
  /** Hears why a service cannot be reached. */
  readonly logger?: { warn(of: object, message: string): void };
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
  private readonly addresses: GrpcChannelOptions['addresses'];
  private readonly credentials: ChannelCredentials;
  private readonly logger: GrpcChannelOptions['logger'];
  private readonly news = new News();

  constructor({ addresses, tls, logger }: GrpcChannelOptions) {
    this.addresses = addresses;
    this.credentials = tls ? channelCredentials(tls) : credentials.createInsecure();
    this.logger = logger;
  }

  client<Definition extends RpcDefinition>(definition: Definition): RpcClient<Definition> {
    const address = this.addressOf(definition);
    const connection = this.connectionTo(address);
    return rpcClient(definition, (target, request, options) =>
      call(connection, target, { request, ...options }).catch((failure: unknown) => {
        this.tellWhyUnreachable(address, failure);
        throw toRpcError(failure);
      }),
    );
  }

  close(): Promise<void> {
    for (const connection of this.connections.values()) connection.close();
    return Promise.resolve();
  }

  /** Whoever called learns only that. */
  private tellWhyUnreachable(address: string, failure: unknown): void {
    const reason = reasonUnreachable(failure);
    if (reason === undefined || !this.news.isNew(address, reason)) return;
    this.logger?.warn({ address, reason }, 'A service cannot be reached');
  }

  private addressOf({ fullName }: RpcDefinition): string {
    const address = this.addresses[fullName];
    if (!address) throw new Error(`No address is configured for ${fullName}`);
    return address;
  }

  private connectionTo(address: string): Client {
    const connected = this.connections.get(address);
    if (connected) return connected;
    const connection = new Client(address, this.credentials, CHANNEL_OPTIONS);
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
      (failure, answer) => (failure ? reject(failure) : resolve(answer)),
    );
  });
}
