/** The longest address that a path of SMTP can carry (RFC 5321, 4.5.3.1.3, less the brackets). */
const MAX_CHARACTERS = 254;
// Atoms of RFC 5322, 3.2.3, with the letters of RFC 6531, and dots between them; labels of RFC 1123, likewise.
const LOCAL_PART = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;
const TOP_LABEL = /^\p{L}/u;

/** Whether a letter could be sent there; whether it arrives, only sending tells. */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const labels = text.slice(at + 1).split('.');
  return (
    text.length <= MAX_CHARACTERS &&
    LOCAL_PART.test(text.slice(0, Math.max(at, 0))) &&
    labels.every((label) => label.length <= 63 && LABEL.test(label)) &&
    TOP_LABEL.test(labels.at(-1) ?? '')
  );
}
