// A HAR recording, as browsers export it → one user's requests in their order, with the pauses between them.
// Source: HTTP Archive 1.2, and the fields that Chromium (`_resourceType`) and Firefox add.

import { isMapping, listIn, type Mapping, mappingIn } from '../../../core/file/mapping.ts'
import { isHttpUrl } from '../../../core/text/url.ts'
import type { ImportedRequest, ImportedStep, ImportedTraffic } from '../../imported-traffic.ts'
import { importMistake } from '../import-mistake.ts'
import { keptHeaders } from '../requests/kept-headers.ts'
import { METHODS, MOST_REQUESTS, Omissions } from '../requests/omissions.ts'
import { namedAfter, RequestNames } from '../requests/request-names.ts'
import { isStaticPath } from '../requests/static-file.ts'
import { shownRequest, takeFromPath } from '../requests/take-secrets.ts'
import { toBody } from '../requests/to-body.ts'
import { SecretVault } from '../secrets/secret-vault.ts'
import { finishTraffic } from '../written/finish-traffic.ts'

interface Entry {
  readonly url: URL
  readonly method: string
  readonly status: number
  readonly request: Mapping
  readonly isStatic: boolean
  readonly isDocument: boolean
  /** Milliseconds; NaN where the entry does not say. */
  readonly startMs: number
  readonly endMs: number
}

export function importHar(text: string, name: string): ImportedTraffic {
  const log = logOf(text, name)
  const omissions = new Omissions()
  const read = listIn(log.entries).flatMap((entry) => readEntry(entry, omissions))
  const all = read.every(({ startMs }) => Number.isFinite(startMs))
    ? read.toSorted((a, b) => a.startMs - b.startMs)
    : read
  const origin = mainOrigin(all)
  const own = all.filter((entry) => {
    if (entry.url.origin !== origin)
      omissions.add('requests to other hosts', 'a scenario has one target', entry.url.host)
    return entry.url.origin === origin
  })
  const onlyStatic = own.every(({ isStatic }) => isStatic)
  const sendable = own.filter((entry) => isKept(entry, onlyStatic, omissions))
  const kept = sendable.slice(0, MOST_REQUESTS)
  for (const _ of sendable.slice(MOST_REQUESTS))
    omissions.add('requests after the first 1,000', 'a list of a scenario file has no more entries')
  if (kept.length === 0) throw importMistake({ name, at: 'log.entries' }, 'a request that can be sent again', 'none')
  const vault = new SecretVault()
  const { requests, steps } = toSteps(kept, vault, omissions, name)
  const traffic = { source: name, url: origin, requests, steps, rates: null, data: [], omitted: omissions.list() }
  return finishTraffic(traffic, vault)
}

function logOf(text: string, name: string): Mapping {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw importMistake({ name, at: null }, 'a HAR recording, which is JSON', 'a text that is none, or is cut off')
  }
  const log = isMapping(parsed) ? parsed.log : undefined
  if (!isMapping(log) || !Array.isArray(log.entries))
    throw importMistake({ name, at: 'log.entries' }, 'the list of recorded requests', 'none')
  return log
}

const STATIC_TYPES = new Set(['image', 'stylesheet', 'script', 'font', 'media', 'manifest', 'texttrack'])
const STATIC_CONTENT = /^(?:image|font|audio|video)\/|^text\/css|javascript|font-woff|wasm/i

function readEntry(value: unknown, omissions: Omissions): Entry[] {
  const entry = mappingIn(value)
  const request = mappingIn(entry.request)
  const response = mappingIn(entry.response)
  const { url, method } = request
  if (typeof url !== 'string' || typeof method !== 'string') {
    omissions.add('entries without a request', 'they have no URL or no method')
    return []
  }
  if (!isHttpUrl(url)) {
    omissions.add(
      'entries of other protocols',
      'data, extensions and websockets are not sent',
      url.split(':')[0]?.slice(0, 20),
    )
    return []
  }
  const type = typeof entry._resourceType === 'string' ? entry._resourceType : ''
  const content = String(mappingIn(response.content).mimeType ?? '')
  const parsed = new URL(url)
  const startMs = Date.parse(String(entry.startedDateTime))
  const time = typeof entry.time === 'number' && entry.time > 0 ? entry.time : 0
  return [
    {
      url: parsed,
      method: method.toUpperCase(),
      status: Number(response.status ?? 0),
      request,
      isStatic: STATIC_TYPES.has(type) || STATIC_CONTENT.test(content) || isStaticPath(parsed.pathname),
      isDocument: type === 'document' || /^text\/html/i.test(content),
      startMs,
      endMs: startMs + time,
    },
  ]
}

/** The origin that most was asked of, among those of the site that was visited. */
function mainOrigin(entries: readonly Entry[]): string {
  const document = entries.find(({ isDocument }) => isDocument)
  const site = document === undefined ? undefined : siteOf(document.url)
  const counts = new Map<string, number>()
  for (const { url, isStatic } of entries)
    if (site === undefined || siteOf(url) === site)
      counts.set(url.origin, (counts.get(url.origin) ?? 0) + (isStatic ? 0.001 : 1))
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0] ?? ''
}

function siteOf({ hostname }: URL): string {
  return /^[\d.]+$|:/.test(hostname) ? hostname : hostname.split('.').slice(-2).join('.')
}

function isKept(entry: Entry, onlyStatic: boolean, omissions: Omissions): boolean {
  const { method, status } = entry
  const leave = (what: string, why: string, example?: string) => {
    omissions.add(what, why, example)
    return false
  }
  if (entry.isStatic && !onlyStatic) return leave('static files', 'a cache or a CDN serves them, not the service')
  if (!METHODS.includes(method))
    return leave('requests with other methods', 'a scenario does not send them', method.slice(0, 20))
  const asked = listIn(entry.request.headers).map((header) => String(mappingIn(header).name).toLowerCase())
  if (method === 'OPTIONS' && asked.includes('access-control-request-method'))
    return leave('preflight requests', 'a browser sends them by itself before a request to another origin')
  if (status === 101) return leave('websockets', 'a scenario sends requests over HTTP')
  if (!(status >= 100)) return leave('requests without an answer', 'they were cancelled, blocked or refused')
  if (status >= 400) return leave('requests answered with an error', 'a scenario would fail with them', String(status))
  return true
}

function toSteps(kept: readonly Entry[], vault: SecretVault, omissions: Omissions, name: string) {
  const names = new RequestNames()
  const byContent = new Map<string, ImportedRequest>()
  const steps: ImportedStep[] = []
  let previous: Entry | null = null
  for (const entry of kept) {
    const read = toRequest(entry, vault, omissions)
    if (read === null) continue
    const content = JSON.stringify([read.method, read.path, read.headers, read.body])
    const known = byContent.get(content) ?? { ...read, name: names.of(namedAfter(read.method, read.path)) }
    byContent.set(content, known)
    const last = steps.at(-1)
    if (last !== undefined && previous !== null)
      steps[steps.length - 1] = { ...last, thinkSeconds: thinkSeconds(previous, entry) }
    steps.push({ request: known.name, thinkSeconds: 0 })
    previous = entry
  }
  if (steps.length === 0) throw importMistake({ name, at: 'log.entries' }, 'a request that can be sent again', 'none')
  return { requests: [...byContent.values()], steps }
}

const SHORTEST_THINK_SECONDS = 0.05

/** From the end of one answer to the start of the next request. What a page does by itself is no pause of its user. */
function thinkSeconds(before: Entry, after: Entry): number {
  const seconds = (after.startMs - before.endMs) / 1000
  return seconds >= SHORTEST_THINK_SECONDS ? Math.round(seconds * 100) / 100 : 0
}

/** Of the encodings that a browser takes, those that a run can look into. */
function decodable(name: string, value: string): string {
  return name.toLowerCase() === 'accept-encoding' ? value.replace(/,?\s*(?:zstd|dcb|dcz)(?:;q=[\d.]+)?/g, '') : value
}

function toRequest(entry: Entry, vault: SecretVault, omissions: Omissions): ImportedRequest | null {
  const { url, method, request, status } = entry
  const shown = shownRequest(method, url.pathname, vault)
  const headers = listIn(request.headers).flatMap((header) => {
    const { name, value } = mappingIn(header)
    return typeof name === 'string' && typeof value === 'string' ? [[name, decodable(name, value)] as const] : []
  })
  if (headers.some(([header]) => header.toLowerCase() === 'cookie'))
    omissions.add(
      'headers with cookies',
      'they belong to the recorded session: each user keeps those that the service sets',
    )
  const { mimeType, text } = mappingIn(request.postData)
  const contentType = typeof mimeType === 'string' && mimeType !== '' ? mimeType : null
  const read = toBody(typeof text === 'string' ? text : '', contentType, shown, vault)
  if (read !== null && 'why' in read) {
    omissions.add('requests whose body cannot be written', read.why, shown)
    return null
  }
  const kept = keptHeaders(
    headers.filter(([header]) => header.toLowerCase() !== 'content-type'),
    true,
    shown,
    vault,
  )
  for (const left of kept.left)
    if (left !== 'cookie')
      omissions.add('headers', 'a browser sets them by itself', left.startsWith(':') ? undefined : left)
  const typed = read?.contentType == null ? kept.headers : { 'Content-Type': read.contentType, ...kept.headers }
  return {
    name: '',
    method,
    path: takeFromPath(url.pathname + url.search, shown, vault),
    headers: typed,
    body: read?.body ?? null,
    weight: 1,
    statuses: [status === 304 || status === 206 ? 200 : status],
  }
}
