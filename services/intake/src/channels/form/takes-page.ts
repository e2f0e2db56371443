/** Whether a page is an answer to whoever accepts these types. Whoever does not say takes anything (RFC 9110, 12.5.1). */
export const takesPage = (accept: string | undefined): boolean => !accept || /text\/(?:html|\*)|\*\/\*/i.test(accept);
