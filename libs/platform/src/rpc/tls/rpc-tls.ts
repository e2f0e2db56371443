/** What TLS between services is made of; PEM throughout. */
export interface RpcTls {
  /** Who this process is, to those that call it and to those that it calls. */
  readonly own?: { readonly certificate: string; readonly key: string } | undefined;
  /** Authorities of whose certificates a caller must show one. */
  readonly clientCa?: string | undefined;
  /** Authorities by whose certificates the services that are called are believed; absent: they are spoken to in clear. */
  readonly ca?: string | undefined;
}

/** Where it comes from, how it is now. Files are renewed while a process runs. */
export interface RpcTlsSource {
  readonly current: RpcTls;
  /** Hears of each change. */
  onChange(listener: (now: RpcTls) => void): () => void;
}
