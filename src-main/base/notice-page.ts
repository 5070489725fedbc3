import { language } from './texts';

interface Notice {
  readonly title: string;
  readonly text: string;
  /** More elements of its head. */
  readonly head?: string;
}

/**
 * A page that stands alone, shown when the window itself cannot be served. Its parts are HTML: escape text from
 * outside.
 */
export function noticePage({ title, text, head = '' }: Notice): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${head}
<title>${title} - Quorate</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.6 system-ui, sans-serif; }
  body { display: grid; place-items: center; min-height: 90vh; margin: 0; padding: 0 24px;
    background: #f6f6f8; color: #1d2129; }
  @media (prefers-color-scheme: dark) { body { background: #121319; color: #e3e6ec; } }
  main { max-width: 30rem; }
  h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
  code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`;
}

/** Escapes text for HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
