const OWN = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Whether a `Host` header names this machine. A page on the web can make its own name lead to a loopback address (DNS
 * rebinding), and would then read here what is meant for whoever sits at the machine.
 */
export const isOwnName = (host: string | undefined): boolean => OWN.test(host ?? '');
