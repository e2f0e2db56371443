const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether this text is a UUID with hyphens (RFC 9562), in whichever case. */
export const isUuid = (text: string): boolean => UUID.test(text);
