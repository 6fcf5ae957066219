// Where recorded evidence lies: a run's folder, a HdrHistogram log, a page of scrapes, or a Prometheus.

import { open, stat } from 'node:fs/promises'
import { isHttpUrl } from '../../core/text/url.ts'
import { folderAt } from '../../reports/run-folder/run-files.ts'

export type RecordPlace =
  | { readonly kind: 'folder' | 'log' | 'page'; readonly path: string }
  | { readonly kind: 'prometheus'; readonly url: string }

/** Undefined if the path is none of them; it may be the name of a scenario. */
export async function recordAt(path: string): Promise<RecordPlace | undefined> {
  if (isHttpUrl(path)) return { kind: 'prometheus', url: path }
  const folder = await folderAt(path)
  if (folder !== undefined) return { kind: 'folder', path: folder }
  if (/\.(hlog|hgrm\.log|hlog\.txt)$/.test(path)) return { kind: 'log', path }
  if (/\.(om|prom|openmetrics)$/.test(path)) return { kind: 'page', path }
  const isScenario = /\.ya?ml$/.test(path)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile() || isScenario) return undefined
  return { kind: looksLikePage(await beginningOf(path)) ? 'page' : 'log', path }
}

const BEGINNING_BYTES = 4096

async function beginningOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

// A log's lines begin with `#[`, with a quoted heading, with `Tag=` or with a number and a comma.
function looksLikePage(text: string): boolean {
  const first = text.split('\n').find((line) => line.trim() !== '') ?? ''
  return /^# (HELP|TYPE|UNIT|EOF)\b/.test(first) || /^(?:[a-zA-Z_:][\w:]*)?(?:\{.*\})? [^ ,]+(?: [\d.]+)?$/.test(first)
}
