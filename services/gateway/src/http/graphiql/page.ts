import type { Example } from './examples.ts';

/** The page: everything it loads comes from here. */
export const page = (examples: readonly Example[], nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ledgerdesk GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<link rel="stylesheet" href="/graphiql/page.css">
</head>
<body data-nonce="${nonce}">
<div id="graphiql">Loading…</div>
<script type="application/json" id="examples">${asScriptText(examples)}</script>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script src="/graphiql/start.js"></script>
</body>
</html>
`;

/** No text in it can end the element. */
const asScriptText = (examples: readonly Example[]): string => JSON.stringify(examples).replaceAll('<', '\\u003c');

/** Nothing from elsewhere, no script in the page; the nonce is for the one style sheet that a dialog makes for itself. */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export const styles = `html, body, #graphiql { height: 100%; margin: 0; }
#graphiql { font-family: sans-serif; }
`;

/**
 * Runs in the browser. A tab that was kept over a reload has lost its token, so it gets the one of its example again: under
 * another person's its command id would be taken for reused.
 */
export const startScript = `'use strict';
globalThis.__webpack_nonce__ = document.body.dataset.nonce;
const examples = JSON.parse(document.getElementById('examples').textContent);
const nameOf = (query) => /^\\w+ (\\w+)/.exec(query)[1];
const fetcher = async (operation, { headers } = {}) => {
  const example = examples.find(({ query }) => nameOf(query) === operation.operationName) ?? examples[0];
  const sent = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...JSON.parse(example.headers), ...sent },
    body: JSON.stringify(operation),
  });
  return response.json();
};
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher,
    storage: sessionStorage,
    defaultTabs: examples,
    defaultEditorToolsVisibility: 'headers',
  }),
);
`;
