// What the answer to one tried request shows to be wrong.
//
// An error is what the service would answer to every request alike, because the scenario is wrong. All else is for the run
// to judge: a service that fails, is slow, or limits its callers may be what it is there to show.

import { mistakeOf, type SeenAnswer, seen } from '../../analysis/summary/probable-mistake.ts'
import type { PreflightFinding, PreflightKind } from '../../core/run/preflight/preflight.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { editDistance, nearestWord } from '../../core/text/nearest-word.ts'
import type { Trial } from '../../load/trial/try-request.ts'

export interface TriedTemplate {
  readonly name: string
  readonly method: string
  /** As the scenario writes it. */
  readonly path: string
  /** Its place among the scenario's requests. */
  readonly index: number
  /** Whether each of its requests differs from the others, so that one answer says little of them. */
  readonly varies: boolean
  /** Whether its headers or its body hold a row of the data: each may be another user's. */
  readonly ofUsers: boolean
  /** Whether it is sent with a header Authorization. */
  readonly authorizes: boolean
  /** Whether the scenario reads its answer as JSON. */
  readonly readsJson: boolean
  /** The most redirects that are followed. */
  readonly redirects: number
  readonly trial: Trial
  /** The URL of the target as it may be shown. */
  readonly url: string
  /** The same with the other scheme, where that was tried and speaks HTTP; else null. */
  readonly otherScheme: string | null
  /** Paths that the service has, as its metrics tell. */
  readonly knownPaths: readonly string[]
}

/** Null where it was answered as expected. */
export function explainRequest(tried: TriedTemplate): PreflightFinding | null {
  const { trial, otherScheme, url } = tried
  if (trial.outcome === 'completed') return null
  if (otherScheme !== null)
    return finding(tried, 'scheme', {
      at: ['target', 'url'],
      expected: 'the scheme that the service speaks',
      got: `${url} (${gotOf(tried)}), while ${otherScheme} answers`,
      write: `url: ${otherScheme}`,
    })
  const kind = kindOf(tried)
  switch (kind) {
    case 'path':
      return finding(tried, kind, {
        key: 'path',
        expected: 'a path and a method that the service has',
        ...pathsFor(tried),
      })
    case 'credentials':
      return finding(tried, kind, {
        key: 'headers',
        ...(tried.authorizes
          ? { expected: 'credentials that the service accepts' }
          : {
              expected: 'the credentials that the service asks for',
              write: `headers: { Authorization: "Bearer \${TOKEN}" }`,
            }),
      })
    case 'login':
    case 'redirect':
      return finding(tried, kind, {
        key: 'path',
        expected:
          kind === 'login'
            ? 'a request that the service takes without a login'
            : tried.redirects === 0
              ? 'the place itself, for redirects are not followed unless the scenario asks for it'
              : 'a place that is reached within the service, by as many redirects as the scenario follows',
        // Behind redirects that are followed, the next place is one of a loop, or nearly the last.
        write: kind === 'redirect' && tried.redirects > 0 ? null : locationLine(tried),
      })
    case 'request':
      return finding(tried, kind, { expected: 'a body and headers that the service accepts' })
    case 'html':
      return finding(tried, kind, {
        key: 'path',
        expected: 'the answer of an API',
        got: `a page of HTML, ${gotOf(tried)} to ${sent(tried)}`,
      })
    case 'protocol':
      return finding(tried, kind, { at: ['target', 'url'], expected: 'a service that speaks HTTP' })
    case 'limited':
      return finding(tried, kind, { expected: 'an answer to a single request' })
    case 'expectation':
      return finding(tried, kind, { key: 'expect', expected: 'the answer that the scenario expects' })
    default:
      return finding(tried, 'failing', { expected: 'a service that answers a single request as the scenario expects' })
  }
}

/** They answer to each request alike, whatever the load. */
const ERRORS: ReadonlySet<PreflightKind> = new Set([
  'scheme',
  'protocol',
  'path',
  'redirect',
  'login',
  'credentials',
  'request',
  'html',
])

/** With other values they may be answered otherwise. */
const OF_THE_VALUES: ReadonlySet<PreflightKind> = new Set(['path', 'request', 'redirect', 'html'])

/** With another user's row they may be answered otherwise. */
const OF_THE_USER: ReadonlySet<PreflightKind> = new Set(['credentials', 'login'])

/** They depend on what was done before, or on when: 408, 409, 423 and 425. */
const OF_THE_MOMENT: ReadonlySet<number> = new Set([408, 409, 423, 425])

interface Said extends Partial<Pick<PreflightFinding, 'at' | 'got' | 'candidates' | 'write'>> {
  /** The key of the request that is meant. */
  readonly key?: string
  readonly expected: string
}

function finding(
  tried: TriedTemplate,
  kind: PreflightKind,
  { key, at, expected, got, candidates, write }: Said,
): PreflightFinding {
  const isError = ERRORS.has(kind) && !mayDiffer(tried, kind)
  return {
    kind,
    severity: isError ? 'error' : 'warning',
    at: at ?? ['requests', tried.index, ...(key === undefined ? [] : [key])],
    expected,
    got: got ?? `${gotOf(tried)} to ${sent(tried)}`,
    candidates: candidates ?? [],
    write: write ?? null,
  }
}

/** Whether the next request may be answered otherwise. What a path forbids one user may be allowed with another path. */
function mayDiffer({ varies, ofUsers, trial }: TriedTemplate, kind: PreflightKind): boolean {
  if (OF_THE_USER.has(kind)) return ofUsers || (varies && trial.status === 403)
  return varies && OF_THE_VALUES.has(kind)
}

function kindOf({ trial: { sample, status }, url, readsJson }: TriedTemplate): PreflightKind {
  const mistake = sample === null ? undefined : mistakeOf(sample, url)
  // What is suspected to be TLS was tried, and is none.
  if (mistake === undefined) return 'failing'
  if (mistake === 'tls') return sample?.answer === null ? 'failing' : 'protocol'
  if (mistake === 'request' && OF_THE_MOMENT.has(status)) return 'failing'
  // A page is what the load of a site gets: its check of a text, of a size or of a time may hold later.
  if (mistake === 'html' && !readsJson) return 'expectation'
  return mistake === 'compressed' ? 'expectation' : mistake
}

function sent({ method, path, name }: TriedTemplate): string {
  const line = `${method} ${path}`
  return name === line ? line : `${line} (${name})`
}

const SHOWN_BODY = 120

function gotOf({ trial }: TriedTemplate): string {
  const { sample, seconds } = trial
  if (sample === null) return `no answer in ${formatDuration(seconds, 2)}`
  const known: SeenAnswer = sample
  if (sample.kind === 'connect') return `no connection: ${sample.reason ?? 'no answer'}`
  const body = sample.answer?.body ?? ''
  const title = /<title[^>]*>\s*([^<]{1,80}?)\s*<\/title>/i.exec(body)?.[1]
  const shown = /^\s*</.test(body)
    ? title === undefined
      ? ''
      : `titled ${JSON.stringify(title)}`
    : body.slice(0, SHOWN_BODY).trim()
  return `${seen(known)}${shown === '' ? '' : `: ${shown}`}`
}

/** Without its query. */
function pathsFor({ path, knownPaths }: TriedTemplate): Pick<PreflightFinding, 'candidates' | 'write'> {
  const [asked = path] = path.split('?')
  const others = knownPaths.filter((known) => known !== asked)
  const nearest = nearestWord(asked, others)
  return {
    candidates: others.toSorted((a, b) => editDistance(asked, a) - editDistance(asked, b)),
    write: nearest === undefined || /[{:*]/.test(nearest) ? null : `path: ${nearest}`,
  }
}

/** Paths are written without the base path of the URL. */
function locationLine({ trial, url }: TriedTemplate): string | null {
  const location = trial.sample?.answer?.location ?? ''
  const base = new URL(url).pathname.replace(/\/$/, '')
  if (!/^\/[^\s#]*$/.test(location) || location.startsWith('//') || !location.startsWith(`${base}/`)) return null
  return `path: ${location.slice(base.length)}`
}
