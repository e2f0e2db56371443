import { problem } from '../problems/problem.ts';
import { callMetadata, deadlineOf, rpcClient, type RpcTarget } from './call.ts';
import type { CallOptions, RpcChannel, RpcClient, RpcDefinition } from './definition.ts';
import type { InProcessServer } from './in-process-server.ts';
import { RpcError } from './rpc-error.ts';
import { toRpcError } from './rpc-failure.ts';

/** Calls the services of the same process, in the bytes and with the answers that gRPC would give. */
export class InProcessChannel implements RpcChannel {
  private closed = false;

  constructor(private readonly server: InProcessServer) {}

  client<Definition extends RpcDefinition>(definition: Definition): RpcClient<Definition> {
    return rpcClient(definition, (target, request, options) => this.call(target, request, options));
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  private async call(target: RpcTarget, request: unknown, options: CallOptions): Promise<unknown> {
    if (this.closed) throw new RpcError(problem('UNAVAILABLE'));
    const metadata = callMetadata(options);
    try {
      const bytes = target.method.requestType.encode(request).finish();
      const answer = await before(deadlineOf(options), () => this.server.answer(target, bytes, metadata));
      return target.method.responseType.decode(answer);
    } catch (failure) {
      throw toRpcError(failure);
    }
  }
}

/** What the work gives, if it does so in time; the work itself goes on, as it does behind gRPC. */
async function before<Answer>(deadline: number, work: () => Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RpcError(problem('DEADLINE_EXCEEDED'))), deadline - Date.now());
  });
  try {
    if (deadline <= Date.now()) return await late;
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
