import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates } from 'node:tls';
import { z } from 'zod';
import { ConfigError, type ConfigFault } from '../config/config-error.ts';
import { flag } from '../config/fields.ts';
import type { Environment } from '../config/given.ts';
import { parseConfig } from '../config/parse-config.ts';
import type { RpcTls } from '../rpc/tls/rpc-tls.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g;

const works = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
};

const certificates = z.string().refine((pem) => {
  const found = pem.match(CERTIFICATE) ?? [];
  return found.length > 0 && found.every((one) => works(() => new X509Certificate(one)));
}, 'must be certificates (PEM)');

const privateKey = z
  .string()
  .refine((pem) => works(() => createPrivateKey(pem)), 'must be a private key (PEM) without a passphrase');

/** How services speak to each other. */
export const rpcTlsSchema = z.object({
  GRPC_CERTIFICATE: certificates
    .optional()
    .describe(
      'Who this service is (PEM), followed by what stands between it and its authority: with it others call it over TLS, and it is shown to those that it calls',
    ),
  GRPC_KEY: privateKey.optional().describe('The key of that certificate'),
  GRPC_CLIENT_CA: certificates
    .optional()
    .describe('Authorities (PEM) of whose certificates a caller must show one; without it callers need none'),
  RPC_TLS: flag.default(false).describe('Whether the services that this one calls are spoken to over TLS'),
  RPC_CA: certificates
    .optional()
    .describe('Certificates (PEM) by which those services are believed, in place of those of the system'),
});

type Fields = z.output<typeof rpcTlsSchema>;

/** What is read again while a service runs, for files are renewed. @throws ConfigError with all faults at once */
export function readRpcTls(env: Environment = process.env): RpcTls {
  const config = parseConfig(rpcTlsSchema, env);
  const faults = [...emptyFiles(config, env), ...misfits(config)];
  if (faults.length > 0) throw new ConfigError(faults);
  const { GRPC_CERTIFICATE: certificate, GRPC_KEY: key } = config;
  return {
    own: certificate !== undefined && key !== undefined ? { certificate, key } : undefined,
    clientCa: config.GRPC_CLIENT_CA,
    ca: config.RPC_TLS ? (config.RPC_CA ?? getCACertificates('default').join('\n')) : undefined,
  };
}

/** A door that was to be locked is not left open because the lock has not come yet. */
const emptyFiles = (config: Fields, env: Environment): readonly ConfigFault[] =>
  Object.keys(rpcTlsSchema.shape)
    .filter((variable) => env[`${variable}_FILE`] && config[variable as keyof Fields] === undefined)
    .map((variable) => ({ variable: `${variable}_FILE`, problem: 'names a file that is empty' }));

function* misfits(config: Fields): Generator<ConfigFault> {
  const { GRPC_CERTIFICATE: cert, GRPC_KEY: key, GRPC_CLIENT_CA: clientCa, RPC_TLS: called, RPC_CA: ca } = config;
  if (cert && !key) yield { problem: 'GRPC_CERTIFICATE wants GRPC_KEY' };
  if (key && !cert) yield { problem: 'GRPC_KEY wants GRPC_CERTIFICATE' };
  if (clientCa && !cert) yield { problem: 'GRPC_CLIENT_CA wants GRPC_CERTIFICATE and GRPC_KEY' };
  if (ca && !called) yield { problem: 'RPC_CA wants RPC_TLS=true' };
  if (!cert || !key) return;
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    yield { variable: 'GRPC_KEY', problem: 'is not the key of GRPC_CERTIFICATE' };
  } else if (!works(() => createSecureContext({ cert, key }))) {
    yield { variable: 'GRPC_CERTIFICATE', problem: 'is none that TLS can be spoken with' };
  }
}
