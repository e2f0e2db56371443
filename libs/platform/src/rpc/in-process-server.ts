import type { Metadata } from '@grpc/grpc-js';
import { Server, Transport, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { problem } from '../problems/problem.ts';
import { MAX_MESSAGE_BYTES, type RpcTarget } from './call.ts';
import { wholeMethod } from './measured-client.ts';
import { RpcError } from './rpc-error.ts';
import { toRpcError } from './rpc-failure.ts';
import { serving } from './serving.ts';

/**
 * Serves the `@GrpcMethod` handlers of all controllers to callers in the same process. It takes and answers the bytes
 * that gRPC would carry, so that nothing is shared between caller and service but what is written in proto.
 */
export class InProcessServer extends Server implements CustomTransportStrategy {
  // Nest hands a transport only the handlers that were declared for it.
  override readonly transportId = Transport.GRPC;
  private listening = false;

  /** Answers one call. @throws RpcError, or the failure that the handler's filter made */
  async answer(target: RpcTarget, request: Uint8Array, metadata: Metadata): Promise<Uint8Array> {
    if (!this.listening) throw new RpcError(problem('UNAVAILABLE'));
    const handler = this.handlerOf(target.definition.name, target.method.name);
    if (!handler) throw new RpcError(problem('UNIMPLEMENTED'));
    const call = serving(wholeMethod(target), metadata);
    try {
      const answer = await call.during(() => this.handle(handler, target, { request, metadata }));
      call.ended('OK');
      return answer;
    } catch (failure) {
      call.ended(toRpcError(failure).code);
      throw failure;
    }
  }

  private async handle(
    handler: MessageHandler,
    { method }: RpcTarget,
    { request, metadata }: { readonly request: Uint8Array; readonly metadata: Metadata },
  ): Promise<Uint8Array> {
    const answered: unknown = await handler(method.requestType.decode(within(request)), metadata);
    return within(method.responseType.encode(await lastValueFrom(this.transformToObservable(answered))).finish());
  }

  private handlerOf(service: string, rpc: string): MessageHandler | undefined {
    return this.messageHandlers.get(JSON.stringify({ service, rpc, streaming: 'no_stream' }));
  }

  // As the gRPC transport names them; the base class would sort the pattern's fields.
  override addHandler(pattern: unknown, handler: MessageHandler): void {
    this.messageHandlers.set(JSON.stringify(pattern), handler);
  }

  listen(callback: () => void): void {
    this.listening = true;
    callback();
  }

  close(): void {
    this.listening = false;
  }

  on(): never {
    throw new Error('There are no events to listen for in process');
  }

  unwrap(): never {
    throw new Error('There is no server beneath this one');
  }
}

function within(message: Uint8Array): Uint8Array {
  if (message.length > MAX_MESSAGE_BYTES) throw new RpcError(problem('TOO_LARGE'));
  return message;
}
