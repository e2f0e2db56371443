import { credentials, experimental, ServerCredentials, type ChannelCredentials } from '@grpc/grpc-js';
import type { SecureContextOptions } from 'node:tls';
import type { RpcTls, RpcTlsSource } from './rpc-tls.ts';

/** How others come in: over TLS where this process has a certificate. A connection that is made is made as things stand then. */
export function serverCredentials(source: RpcTlsSource): ServerCredentials {
  return source.current.own ? new WatchedServerCredentials(source) : ServerCredentials.createInsecure();
}

/** How others are called: over TLS where it is said by what they are believed. */
export function channelCredentials(source: RpcTlsSource): ChannelCredentials {
  if (!source.current.ca) return credentials.createInsecure();
  const provider = new CertificatesOf(source);
  return experimental.createCertificateProviderChannelCredentials(provider, source.current.own ? provider : null);
}

class WatchedServerCredentials extends ServerCredentials {
  constructor(source: RpcTlsSource) {
    const wantsCertificate = source.current.clientCa !== undefined;
    super({ requestCert: wantsCertificate, rejectUnauthorized: wantsCertificate }, contextOf(source.current));
    source.onChange((now) => this.updateSecureContextOptions(contextOf(now)));
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

const contextOf = ({ own, clientCa }: RpcTls): SecureContextOptions => ({
  cert: own?.certificate,
  key: own?.key,
  ca: clientCa,
});

type Provider = Parameters<typeof experimental.createCertificateProviderChannelCredentials>[0];
type Heard<Listener> = Map<Listener, () => void>;

/** As a channel asks for them: at once, and whenever they were renewed. */
class CertificatesOf implements Provider {
  private readonly heard: Heard<unknown> = new Map();

  constructor(private readonly source: RpcTlsSource) {}

  addCaCertificateListener(listener: Parameters<Provider['addCaCertificateListener']>[0]): void {
    this.tell(listener, ({ ca }) => listener(ca === undefined ? null : { caCertificate: Buffer.from(ca) }));
  }

  addIdentityCertificateListener(listener: Parameters<Provider['addIdentityCertificateListener']>[0]): void {
    this.tell(listener, ({ own }) =>
      listener(own ? { certificate: Buffer.from(own.certificate), privateKey: Buffer.from(own.key) } : null),
    );
  }

  removeCaCertificateListener(listener: unknown): void {
    this.forget(listener);
  }

  removeIdentityCertificateListener(listener: unknown): void {
    this.forget(listener);
  }

  private tell(listener: unknown, say: (now: RpcTls) => void): void {
    this.heard.set(listener, this.source.onChange(say));
    say(this.source.current);
  }

  private forget(listener: unknown): void {
    this.heard.get(listener)?.();
    this.heard.delete(listener);
  }
}
