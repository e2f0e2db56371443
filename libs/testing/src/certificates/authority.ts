import { readFileSync } from 'node:fs';
import path from 'node:path';
import { finished, isThere } from '../commands.ts';

/** Why no certificates can be made on this machine; undefined where they can. */
export const certificatesObstacle = (): string | undefined =>
  isThere('openssl', 'version') ? undefined : 'no certificates: install openssl';

/** PEM: a certificate, and the key that belongs to it. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

/** For whom a certificate is made. */
export interface CertificateWish {
  readonly name: string;
  /** As who is called: `DNS:localhost`, `IP:127.0.0.1`. */
  readonly calledAs?: readonly string[];
  /** Days from now until it ends; less than 0: it has ended. */
  readonly days?: number;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const TWO_DAYS = 2;

/** Vouches for certificates that specs use: its own certificate is what one believes them by. */
export class Authority {
  private constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {}

  /** Makes its key and certificate in the folder. */
  static async make(folder: string, name: string): Promise<Authority> {
    const authority = new Authority(folder, name);
    const made = ['-keyout', authority.file('key'), '-out', authority.file('pem'), '-days', `${TWO_DAYS}`];
    const kind = ['-subj', `/CN=${name}`, '-addext', 'basicConstraints=critical,CA:TRUE'];
    await finished('openssl', ['req', '-x509', ...NEW_KEY, ...made, ...kind]);
    return authority;
  }

  /** PEM. */
  get certificate(): string {
    return readFileSync(this.certificateFile, 'utf8');
  }

  get certificateFile(): string {
    return this.file('pem');
  }

  /** Makes a key, and a certificate for it. */
  async certify({ name, calledAs = [], days = TWO_DAYS }: CertificateWish): Promise<Certified> {
    const [key, request, certificate] = ['key', 'csr', 'pem'].map((kind) => path.join(this.folder, `${name}.${kind}`));
    const names = calledAs.length > 0 ? ['-addext', `subjectAltName=${calledAs.join(',')}`] : [];
    await finished('openssl', ['req', ...NEW_KEY, '-keyout', key!, '-out', request!, '-subj', `/CN=${name}`, ...names]);
    await finished('openssl', [
      ...['x509', '-req', '-in', request!, '-copy_extensions', 'copy', '-days', `${days}`, '-out', certificate!],
      ...['-CA', this.certificateFile, '-CAkey', this.file('key'), '-CAcreateserial'],
    ]);
    return { certificate: readFileSync(certificate!, 'utf8'), key: readFileSync(key!, 'utf8') };
  }

  private file(kind: 'key' | 'pem'): string {
    return path.join(this.folder, `${this.name}.${kind}`);
  }
}
