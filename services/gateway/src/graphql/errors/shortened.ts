const BEGINNING = 150;
const END = 100;

/** A message that may repeat what the caller sent, however long that is: its beginning, and its end, where the reason stands. */
export function shortened(message: string): string {
  if (message.length <= BEGINNING + END) return message;
  // No half of a surrogate pair is left at a cut.
  const beginning = message.slice(0, BEGINNING).replace(/[\ud800-\udbff]$/, '');
  const end = message.slice(-END).replace(/^[\udc00-\udfff]/, '');
  return `${beginning} … ${end}`;
}
