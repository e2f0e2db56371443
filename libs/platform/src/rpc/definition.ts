/** A service as ts-proto prints it: names and codecs of its methods. */
export interface RpcDefinition {
  readonly name: string;
  readonly fullName: string;
  readonly methods: Readonly<Record<string, RpcMethod>>;
}

export interface RpcMethod {
  readonly name: string;
  readonly requestType: MessageCodec;
  readonly responseType: MessageCodec;
}

export interface MessageCodec {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a codec of whichever message: its users are typed by `RpcClient`
  encode(message: any): { finish(): Uint8Array };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
  decode(bytes: Uint8Array): any;
}

export interface CallOptions {
  /** The caller's identity token. */
  readonly token: string;
  /** Milliseconds until the call fails with DEADLINE_EXCEEDED; 10 s by default. */
  readonly timeoutMs?: number;
  readonly traceparent?: string;
}

/** The typed client of a service, the same over gRPC and in process. Failures are thrown as `RpcError`. */
export type RpcClient<Definition extends RpcDefinition> = {
  readonly [Method in keyof Definition['methods']]: (
    request: ReturnType<Definition['methods'][Method]['requestType']['decode']>,
    options: CallOptions,
  ) => Promise<ReturnType<Definition['methods'][Method]['responseType']['decode']>>;
};

/** How a call travels. */
export interface RpcChannel {
  client<Definition extends RpcDefinition>(definition: Definition): RpcClient<Definition>;
  close(): Promise<void>;
}
