import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import type { Language } from '../language.ts';
import { markup, Markup, nothing } from './markup.ts';

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 40rem; padding: 2rem 1rem; }
label { display: block; margin-top: 1.25rem; font-weight: 600; }
label small { font-weight: 400; }
input, textarea { box-sizing: border-box; width: 100%; padding: .5rem; font: inherit; }
[aria-invalid=true] { outline: 2px solid #b3261e; }
.fault { display: block; margin-top: .25rem; color: #b3261e; }
@media (prefers-color-scheme: dark) { .fault { color: #ffb4ab; } }
.trap { position: absolute; left: -100rem; }
button { margin-top: 1.5rem; padding: .6rem 2rem; font: inherit; }
.number { font-size: 2rem; font-weight: 700; }
`;

/** Nothing is loaded from anywhere, nothing runs, and no other page may frame it. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    `default-src 'none'`,
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Sends a page, with what browsers have to know of it. */
export const sendPage = (reply: FastifyReply, status: number, text: string): void =>
  void reply
    .status(status)
    .headers({ ...PAGE_HEADERS, vary: 'Accept-Language' })
    .send(text);

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly content: Markup;
  /** Seconds until the page is to be asked for again. */
  readonly refresh?: number;
}

export const page = ({ language, title, content, refresh }: Page): string =>
  markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh === undefined ? nothing : markup`<meta http-equiv="refresh" content="${String(refresh)}">`}
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
