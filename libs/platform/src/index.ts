export { systemClock } from './clock.ts';
export type { Clock } from './clock.ts';
export type { Identity, IdentityIssuer, IdentityVerifier } from './identity/identity.ts';
export type { CallOptions, MessageCodec, RpcChannel, RpcClient, RpcDefinition, RpcMethod } from './rpc/definition.ts';
export type { ServiceDefinition, ServiceRuntime } from './service.ts';
