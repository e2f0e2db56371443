import { customFetch, errors, type JWTVerifyGetKey, type RemoteJWKSetOptions } from 'jose';
import type { IssuerNotice } from '../observability/issuer-notice.ts';

/** An issuer's keys that tell whether they can be had; known ones serve on where they cannot, and tell nothing. */
export function noticedKeys(
  keysBy: (options: RemoteJWKSetOptions) => JWTVerifyGetKey,
  { reached, unreachable }: Pick<IssuerNotice, 'reached' | 'unreachable'>,
): JWTVerifyGetKey {
  let answered = false;
  const keys = keysBy({
    [customFetch]: async (url, options) => {
      const answer = await fetch(url, options);
      answered = answer.ok;
      return answer;
    },
  });
  return async (header, token) => {
    try {
      const key = await keys(header, token);
      if (answered) reached();
      return key;
    } catch (error) {
      if (!NAMES_NO_KEY.some((fault) => error instanceof fault)) unreachable(error);
      else if (answered) reached();
      throw error;
    } finally {
      answered = false;
    }
  };
}

// The issuer's keys are here, and the token's is not among them.
const NAMES_NO_KEY = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];
