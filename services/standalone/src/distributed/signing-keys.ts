import { exportJWK, generateKeyPair } from 'jose';
import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from '../folder/data-folder.ts';

/** The keys with which a service signs identity tokens, the same for all its replicas: made once. */
export async function signingKeysIn(file: string): Promise<string> {
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    writeWhole(file, JSON.stringify({ keys: [await exportJWK(privateKey)] }));
  }
  return readFileSync(file, 'utf8');
}
