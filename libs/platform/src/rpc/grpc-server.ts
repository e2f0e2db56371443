import type { ChannelOptions, MethodDefinition, Server, ServiceDefinition } from '@grpc/grpc-js';
import { Transport, type GrpcOptions } from '@nestjs/microservices';
import { MAX_MESSAGE_BYTES } from './call.ts';
import type { MessageCodec, RpcDefinition, RpcMethod } from './definition.ts';
import { MAX_METADATA_BYTES } from './grpc-channel.ts';
import { servingInterceptor } from './serving-interceptor.ts';
import type { RpcTlsSource } from './tls/rpc-tls.ts';
import { tellOfRefused, type RefusedLog } from './tls/refused-callers.ts';
import { serverCredentials } from './tls/tls-credentials.ts';

export interface GrpcServerOptions {
  /** `host:port` to listen on. */
  readonly url: string;
  /** Who this service is, and who may call; without it everybody may, in clear. */
  readonly tls?: RpcTlsSource;
  /** Hears who was not let in. */
  readonly logger?: RefusedLog;
}

/** Nest's gRPC transport for these services, from their generated codecs: no `.proto` is read while it runs. */
export const grpcServer = (
  definitions: readonly RpcDefinition[],
  { url, tls, logger }: GrpcServerOptions,
): GrpcOptions => ({
  transport: Transport.GRPC,
  options: {
    url,
    package: [...new Set(definitions.map(packageOf))],
    packageDefinition: packageDefinition(definitions),
    maxReceiveMessageLength: MAX_MESSAGE_BYTES,
    maxMetadataSize: MAX_METADATA_BYTES,
    gracefulShutdown: true,
    // What Nest hands to the server of grpc-js as it is; its type knows the channel's options alone.
    channelOptions: { interceptors: [servingInterceptor] } as ChannelOptions,
    ...(logger && { onLoadPackageDefinition: (_: unknown, server: Server) => tellOfRefused(server, logger) }),
    ...(tls && { credentials: serverCredentials(tls) }),
  },
});

const packageOf = ({ fullName, name }: RpcDefinition): string => fullName.slice(0, -name.length - 1);

const packageDefinition = (definitions: readonly RpcDefinition[]): Record<string, ServiceDefinition> =>
  Object.fromEntries(definitions.map((definition) => [definition.fullName, grpcService(definition)]));

const grpcService = ({ fullName, methods }: RpcDefinition): ServiceDefinition =>
  Object.fromEntries(Object.values(methods).map((method) => [method.name, grpcMethod(fullName, method)]));

const grpcMethod = (
  service: string,
  { name, requestType, responseType }: RpcMethod,
): MethodDefinition<unknown, unknown> => ({
  path: `/${service}/${name}`,
  requestStream: false,
  responseStream: false,
  requestSerialize: serialize(requestType),
  requestDeserialize: (bytes) => requestType.decode(bytes),
  responseSerialize: serialize(responseType),
  responseDeserialize: (bytes) => responseType.decode(bytes),
});

const serialize =
  (codec: MessageCodec) =>
  (message: unknown): Buffer =>
    Buffer.from(codec.encode(message).finish());
