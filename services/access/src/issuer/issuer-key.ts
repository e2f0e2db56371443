import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** The file is there and holds no key. */
export class IssuerKeyError extends Error {
  override readonly name = 'IssuerKeyError';

  constructor(file: string, options?: ErrorOptions) {
    super(
      `${file} holds no private key for ES256 as a JWK: put it back, or remove it, which voids all tokens made so far.`,
      options,
    );
  }
}

/** The key with which this installation signs access tokens (ES256). */
export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** The key in that file, made where there is none yet. @throws IssuerKeyError */
export async function issuerKey(file: string): Promise<IssuerKey> {
  if (!existsSync(file)) await make(file);
  try {
    return await keyOf(JSON.parse(readFileSync(file, 'utf8')) as JWK);
  } catch (cause) {
    throw new IssuerKeyError(file, { cause });
  }
}

/** Whole or not at all: a crash while it is written must not leave half a key. */
async function make(file: string): Promise<void> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const partial = `${file}.partial`;
  writeFileSync(partial, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
  renameSync(partial, file);
}

async function keyOf(jwk: JWK): Promise<IssuerKey> {
  const privateKey = await importJWK(jwk, 'ES256');
  if (privateKey instanceof Uint8Array || privateKey.type !== 'private') throw new Error('Not a private key');
  const { kty = '', crv = '', x = '', y = '' } = jwk;
  const publicJwk: JWK = { kty, crv, x, y };
  const kid = await calculateJwkThumbprint(publicJwk);
  return { kid, privateKey, publicJwk: { ...publicJwk, kid, alg: 'ES256', use: 'sig' } };
}
