import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { ProblemError, UnauthenticatedError } from '../problems/problem-error.ts';

// What a faulty token meets; anything else is the key set's fault.
const TOKENS_FAULT = [
  errors.JWTInvalid,
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/**
 * The claims of a token whose signature and bounds hold.
 * @throws UnauthenticatedError for the token's fault, ProblemError UNAVAILABLE where the keys cannot be had
 */
export async function verifyJwt(
  token: string,
  keys: JWTVerifyGetKey,
  options: JWTVerifyOptions & { readonly algorithms: string[] },
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (error instanceof UnauthenticatedError) throw error;
    const cause = { cause: error };
    if (TOKENS_FAULT.some((fault) => error instanceof fault))
      throw new UnauthenticatedError('The token does not hold', cause);
    throw new ProblemError('UNAVAILABLE', 'Tokens cannot be checked now.', cause);
  }
}
