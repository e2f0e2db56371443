import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from './commands.ts';

/** A broker's key and certificate, and those of the authority that vouches for it. */
export interface BrokerKeys {
  /** PKCS #12. */
  readonly keystore: string;
  readonly keystorePassword: string;
  /** The authority's certificate, PEM: whoever has it believes the broker. */
  readonly caFile: string;
  readonly ca: string;
}

/** Makes them in a folder, by the tool that comes with every Java. */
export async function makeBrokerKeys(folder: string): Promise<BrokerKeys> {
  const keystore = path.join(folder, 'broker.p12');
  const caFile = path.join(folder, 'ca.pem');
  const keystorePassword = randomBytes(12).toString('hex');
  const keytool = (...args: readonly string[]): Promise<void> =>
    finished('keytool', [...args, '-keystore', keystore, '-storepass', keystorePassword]);
  const key = ['-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '2'];
  await keytool(...key, '-alias', 'authority', '-dname', 'CN=An authority', '-ext', 'bc:c');
  await keytool(...key, '-alias', 'broker', '-dname', 'CN=broker', '-ext', 'san=ip:127.0.0.1', '-signer', 'authority');
  await keytool('-exportcert', '-rfc', '-alias', 'authority', '-file', caFile);
  // A broker with two keys might show the wrong one.
  await keytool('-delete', '-alias', 'authority');
  return { keystore, keystorePassword, caFile, ca: readFileSync(caFile, 'utf8') };
}
