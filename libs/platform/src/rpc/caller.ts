import type { Metadata } from '@grpc/grpc-js';
import { createParamDecorator, Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Identity, IdentityVerifier } from '../identity/identity.ts';
import { UnauthenticatedError } from '../problems/problem-error.ts';
import { noteInLog } from '../observability/log-context.ts';
import { traceparentAtWork } from '../observability/tracing/spans.ts';
import { tokenOf, traceparentOf } from './call.ts';

/** The verifier whose audience is the service that owns the controllers; provide it in the service's module. */
export const IDENTITY_VERIFIER = Symbol('IdentityVerifier');

// Each call has metadata of its own, whichever way it came.
const callers = new WeakMap<Metadata, Identity>();

const metadataOf = (context: ExecutionContext): Metadata => context.switchToRpc().getContext<Metadata>();

/** Lets a call in that carries a valid token of this service's audience. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(@Inject(IDENTITY_VERIFIER) private readonly verifier: IdentityVerifier) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const metadata = metadataOf(context);
    const token = tokenOf(metadata);
    if (!token) throw new UnauthenticatedError('The call carries no token');
    const caller = await this.verifier.verify(token);
    callers.set(metadata, caller);
    noteInLog({ tenant: caller.tenant });
    return true;
  }
}

/** The verified identity behind the call, as a handler's parameter. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const identity = callers.get(metadataOf(context));
  if (!identity) throw new Error('@Caller() is used on a controller without @RpcController()');
  return identity;
});

/** The W3C trace context of the call or nothing, as a handler's parameter. */
export const Traceparent = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined =>
    // That of the call's own span, where there is one.
    traceparentAtWork() ?? traceparentOf(metadataOf(context)),
);
