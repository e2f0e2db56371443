/** How requests come in: by the page that people fill in, or by programs. */
export type Channel = 'form' | 'api';
