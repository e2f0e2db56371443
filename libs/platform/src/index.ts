export { runService } from './bootstrap/run-service.ts';
export { schemaOf } from './bootstrap/schema-of.ts';
export { readServiceConfig, serviceSchema } from './bootstrap/service.config.ts';
export type { ServiceConfig } from './bootstrap/service.config.ts';
export { wireService } from './bootstrap/wire-service.ts';
export type { ServiceDatabases, WiredService, WireOptions } from './bootstrap/wire-service.ts';
export { systemClock } from './clock.ts';
export type { Clock } from './clock.ts';
export { ConfigError } from './config/config-error.ts';
export type { ConfigFault } from './config/config-error.ts';
export { byName, list, logLevel, masterKeys, port, postgresAddress } from './config/fields.ts';
export { parseConfig } from './config/parse-config.ts';
export { readTogether } from './config/read-together.ts';
export { httpAdapter } from './http/adapter.ts';
export { acceptedAs, acceptedRanges } from './http/accepted-ranges.ts';
export type { AcceptedRange } from './http/accepted-ranges.ts';
export { correlationIdOf } from './http/correlation-id.ts';
export { HttpProblemFilter, httpProblemOf } from './http/http-problem.filter.ts';
export { asPortError, assertFree, PortError } from './http/port.ts';
export { BearerVerifier } from './identity/bearer-verifier.ts';
export type { Bearer, BearerVerifierOptions } from './identity/bearer-verifier.ts';
export { oidcSchema, readOidcConfig } from './identity/oidc.config.ts';
export type { Identity, IdentityIssuer, IdentityVerifier } from './identity/identity.ts';
export { SigningKeys } from './identity/signing-keys.ts';
export { TokenIssuer } from './identity/token-issuer.ts';
export { TokenVerifier } from './identity/token-verifier.ts';
export type { TokenVerifierOptions, TrustedKeys } from './identity/token-verifier.ts';
export { FullDiskNotice } from './observability/full-disk-notice.ts';
export type { FullDiskNoticeOptions } from './observability/full-disk-notice.ts';
export { toGraphqlExtensions } from './problems/graphql-extensions.ts';
export type { GraphqlExtensions } from './problems/graphql-extensions.ts';
export { PROBLEM_JSON, refusalDetails, toProblemDetails } from './problems/problem-details.ts';
export type { ProblemDetails } from './problems/problem-details.ts';
export {
  MalformedRequestError,
  NotYetVisibleError,
  ProblemError,
  UnauthenticatedError,
} from './problems/problem-error.ts';
export { problemOf } from './problems/problem-of.ts';
export { problem, problems } from './problems/problem.ts';
export type { Problem, ProblemCode, ProblemKind, RpcStatus } from './problems/problem.ts';
export { fromRefusalMessage, toRefusalMessage, UnknownRefusalError } from './problems/refusal-message.ts';
export { Closing } from './program/closing.ts';
export { nestLog, openLog } from './program/log.ts';
export { program } from './program/program.ts';
export { Caller, IDENTITY_VERIFIER, Traceparent } from './rpc/caller.ts';
export { commandContext } from './rpc/command-context.ts';
export type { IncomingCommand } from './rpc/command-context.ts';
export type { CallOptions, MessageCodec, RpcChannel, RpcClient, RpcDefinition, RpcMethod } from './rpc/definition.ts';
export { GrpcChannel } from './rpc/grpc-channel.ts';
export type { GrpcChannelOptions } from './rpc/grpc-channel.ts';
export { grpcServer } from './rpc/grpc-server.ts';
export type { GrpcServerOptions } from './rpc/grpc-server.ts';
export { InProcessChannel } from './rpc/in-process-channel.ts';
export { InProcessServer } from './rpc/in-process-server.ts';
export { RpcController } from './rpc/rpc-controller.ts';
export { RpcError } from './rpc/rpc-error.ts';
export type { ServiceDefinition, ServiceRuntime } from './service.ts';
