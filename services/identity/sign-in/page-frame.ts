/** The frame of identity's pages: mark, colors of the player, no script, nothing loaded from elsewhere. */
import { createHash } from 'node:crypto'

const style = `
:root{color-scheme:light dark;--bg:#faf6ee;--card:#fffdf8;--text:#1d1712;--soft:#6b5f53;--line:#8d8174;
--accent:#b23f17;--on-accent:#fffdf8;--bad:#a3231b;--shadow:0 12px 40px rgb(64 44 24/.14)}
@media(prefers-color-scheme:dark){:root{--bg:#15110e;--card:#1f1915;--text:#f6efe4;--soft:#b5a797;
--line:#83776a;--accent:#ff7a4d;--on-accent:#21100a;--bad:#ff9c8c;--shadow:0 12px 40px rgb(0 0 0/.5)}}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-items:center;padding:24px 16px;background:var(--bg);
color:var(--text);font:16px/1.5 'Inter Variable',Inter,system-ui,sans-serif}
main{width:100%;max-width:400px;background:var(--card);border-radius:16px;padding:32px;box-shadow:var(--shadow)}
.mark{display:block;width:48px;height:48px;margin-bottom:24px}
h1{font-size:26px;line-height:1.2;letter-spacing:-.02em;margin:0 0 8px}
p{margin:0 0 16px}.soft{color:var(--soft);font-size:15px}
.bad{color:var(--bad);border-left:3px solid var(--bad);padding:2px 0 2px 12px;font-weight:500}
form{margin:24px 0 0}label{display:block;font-weight:600;font-size:14px;margin-bottom:8px}
input[type=text],input[type=password]{width:100%;height:48px;padding:0 14px;margin-bottom:16px;border-radius:10px;
border:1px solid var(--line);background:var(--bg);color:inherit;font:inherit}
.hint{color:var(--soft);font-size:13px;margin:-8px 0 16px}
button{width:100%;height:48px;border:0;border-radius:24px;font:inherit;font-weight:600;
background:var(--accent);color:var(--on-accent);cursor:pointer}
button.quiet{background:none;color:var(--text);border:1px solid var(--line);margin-top:12px}
a{color:var(--accent);font-weight:600}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
ul{list-style:none;margin:16px 0;padding:0}li{padding:8px 0 8px 28px;position:relative}
li::before{content:'';position:absolute;left:4px;top:16px;width:10px;height:5px;border:solid var(--accent);
border-width:0 0 2px 2px;transform:rotate(-45deg)}
.foot{margin:24px 0 0;font-size:15px;color:var(--soft)}
`

const mark = `<svg class="mark" viewBox="0 0 32 32" role="img" aria-label="Backbeat"><rect width="32" height="32" rx="7" fill="#13100d"/><g fill="#f7efe3"><rect x="4" y="13" width="4" height="6" rx="2"/><rect x="17" y="13" width="4" height="6" rx="2"/></g><g fill="#ff7a4d"><rect x="10" y="5" width="5" height="22" rx="2.5"/><rect x="23" y="5" width="5" height="22" rx="2.5"/></g></svg>`

const styleHash = createHash('sha256').update(style).digest('base64')

/** No `form-action`: browsers apply it to the redirect back to the app as well. */
export const pageHeaders: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** `body` is HTML; the title is text. */
export function frame(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<title>${escapeHtml(title)} · Backbeat</title>
<style>${style}</style>
</head>
<body>
<main>
${mark}
${body}
</main>
</body>
</html>
`
}
