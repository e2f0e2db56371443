/** The longest address that a path of SMTP can carry (RFC 5321, 4.5.3.1.3, less the brackets). */
const MAX_CHARACTERS = 254;

// Atoms of RFC 5322, 3.2.3, with the letters of RFC 6531; dots wherever providers let people put them. Quoted local
// parts are not taken: nobody has one, and they let two spellings name one mailbox.
const LOCAL_PART = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u;
const DOMAIN = /^[\p{L}\p{N}\p{M}.-]+$/u;
const ASCII_DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The form under which a mail address is unique, or undefined where it is none. Two spellings are one address where they
 * differ in blanks around them, in case (RFC 5321 leaves the local part's to its host, but no host of note tells them
 * apart), in Unicode composition, or in how an internationalised domain is written. Dots and `+tags` count: which host
 * ignores them is nobody's knowledge but the host's.
 */
export function normalMail(written: string): string | undefined {
  const text = written.normalize('NFC').trim();
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0)).toLowerCase().normalize('NFC');
  const domain = asciiDomain(text.slice(at + 1));
  if (at < 1 || domain === undefined || !LOCAL_PART.test(local)) return undefined;
  const mail = `${local}@${domain}`;
  return mail.length <= MAX_CHARACTERS ? mail : undefined;
}

/** The domain as DNS has it: lower case, A-labels (UTS 46 by way of the URL standard). */
function asciiDomain(domain: string): string | undefined {
  const url = DOMAIN.test(domain) ? URL.parse(`http://${domain}`) : null;
  return url && ASCII_DOMAIN.test(url.hostname) ? url.hostname : undefined;
}
