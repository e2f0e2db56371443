import type { ParkedItem } from './parked-list.ts';

/** What is parked, whole, as JSON: an event in the structured mode of CloudEvents, or a broken record with its bytes in base64. */
export function parkedText({ event, record: broken }: ParkedItem): string {
  if (event !== undefined) return event;
  const { place, epoch, key, value, headers, reason } = broken;
  return JSON.stringify({
    record: { ...place, offset: place.offset.toString() },
    epoch,
    reason,
    key: base64(key),
    value: base64(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, base64(bytes)])),
  });
}

function base64(bytes: unknown): unknown {
  if (Array.isArray(bytes)) return bytes.map(base64);
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : bytes;
}
