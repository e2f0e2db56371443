import { epochMilliseconds } from '@ledgerdesk/kernel';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import type { Clock } from '../clock.ts';

// Longer than any token lives and any verifier remembers a key set.
const OVERLAP_MS = 15 * 60_000;

/** An Ed25519 key pair under an id that is the thumbprint of its public half (RFC 7638). */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

/**
 * A service's keys for signing identity tokens. The next one is published before it signs, and a former one for a while
 * after, so that no verifier meets a key it cannot know.
 */
export class SigningKeys {
  private former: readonly { readonly key: SigningKey; readonly until: number }[] = [];

  private constructor(
    private readonly clock: Clock,
    private signing: SigningKey,
    /** Published, and not signing yet. */
    private waiting: readonly SigningKey[],
  ) {}

  static async generate(clock: Clock): Promise<SigningKeys> {
    return new SigningKeys(clock, await newKey(), [await newKey()]);
  }

  /** Keys that were given: the first signs. @throws Error where one is not a private Ed25519 key */
  static async of({ keys }: JSONWebKeySet, clock: Clock): Promise<SigningKeys> {
    const [signing, ...waiting] = await Promise.all(keys.map(givenKey));
    if (!signing) throw new Error('A service needs a key to sign with');
    return new SigningKeys(clock, signing, waiting);
  }

  get current(): SigningKey {
    return this.signing;
  }

  /** Signs with the next key from now on. */
  async rotate(): Promise<void> {
    const made = await newKey();
    const [next = made, ...waiting] = this.waiting;
    this.former = [...this.stillKnown(), { key: this.signing, until: this.now() + OVERLAP_MS }];
    this.signing = next;
    this.waiting = [...waiting, made];
  }

  /** The public halves, as verifiers fetch them. */
  jwks(): JSONWebKeySet {
    return { keys: this.all().map(({ jwk }) => jwk) };
  }

  /** The public key of that id, or nothing. */
  publicKey(kid: string | undefined): CryptoKey | undefined {
    return this.all().find((key) => key.kid === kid)?.publicKey;
  }

  private all(): readonly SigningKey[] {
    return [this.signing, ...this.waiting, ...this.stillKnown().map(({ key }) => key)];
  }

  private stillKnown() {
    return this.former.filter(({ until }) => until > this.now());
  }

  private now(): number {
    return epochMilliseconds(this.clock.now());
  }
}

async function newKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  return signingKey(privateKey, publicKey);
}

async function givenKey(given: JWK): Promise<SigningKey> {
  const { d: _, key_ops: __, ...publicHalf } = given;
  const [privateKey, publicKey] = await Promise.all([importJWK(given, 'EdDSA'), importJWK(publicHalf, 'EdDSA')]);
  return signingKey(privateKey as CryptoKey, publicKey as CryptoKey);
}

async function signingKey(privateKey: CryptoKey, publicKey: CryptoKey): Promise<SigningKey> {
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, publicKey, jwk: { ...jwk, kid, alg: 'EdDSA', use: 'sig' } };
}
