// The HTML document of every page: one file that loads nothing from the network. Its Content Security Policy names the one
// script and the one style sheet by their hashes, so that markup smuggled into the page runs nothing and loads nothing.

import { createHash } from 'node:crypto'
import type { PageCharts } from '../charts/chart-data.ts'
import { clientBundle } from './client-bundle.ts'
import { html, jsonForScript, Markup, type MarkupPart } from './markup.ts'

export interface Page {
  readonly title: string
  /** Names the page's kind for the style sheet and the client. */
  readonly kind: 'report' | 'comparison' | 'live' | 'backtest' | 'drill'
  /** An icon for the browser's tab, as SVG. */
  readonly icon: Markup
  readonly body: MarkupPart
  /** What the client draws; null for a page whose drawings are part of its markup. */
  readonly charts: PageCharts | null
}

export function renderPage({ title, kind, icon, body, charts }: Page): string {
  const { script, style } = clientBundle(charts === null ? 'text-page' : 'page')
  // A live page reads its events from its own server; the other pages connect to nothing.
  const connect = kind === 'live' ? "connect-src 'self'; " : ''
  const policy = `default-src 'none'; ${connect}img-src data:; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`
  const page = html`<!doctype html>
<html lang="en" data-page="${kind}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon.toString())}">
<style>${new Markup(style)}</style>
</head>
<body>
${body}
${charts === null ? null : html`<script type="application/json" id="charts">${jsonForScript(charts)}</script>`}
<script>${new Markup(script)}</script>
</body>
</html>
`
  return page.toString()
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
