// Where all requests of a template failed alike from the first, the scenario is probably wrong, and the first answer
// mostly says how.

import { readsJson } from '../../core/answers/answer-check.ts'
import type { FirstErrorOfKind, ProbableMistake } from '../../core/report/report.ts'
import { type LoadResult, sumAccounting } from '../../core/run/load-result.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { counted } from '../../core/text/plural.ts'

/** One for each template all of whose requests failed alike. */
export function probableMistakes(
  load: LoadResult,
  scenario: Scenario,
  firstErrors: readonly FirstErrorOfKind[],
): ProbableMistake[] {
  return scenario.requests.flatMap((request, index) => {
    const { name } = request
    const { offered, interrupted, completed } = sumAccounting(load.slots.filter(({ request }) => request === index))
    const [first, ...others] = firstErrors.filter(({ request }) => request === name)
    const ended = offered - interrupted
    if (completed > 0 || ended < FEWEST || first === undefined || others.length > 0 || first.count < ended) return []
    const seenMistake = mistakeOf(first, targetOf(scenario))
    // A page is what the load of a site gets.
    const mistake = seenMistake === 'html' && !readsJson(request) ? 'expectation' : seenMistake
    if (mistake === undefined) return []
    const whose = scenario.requests.length === 1 ? '' : ` of ${name}`
    const reason = `All ${counted(ended, 'request')}${whose} failed alike from the first: ${seen(first)}. The scenario is probably wrong: ${ADVICE[mistake](first)}.`
    return [{ request: name, kind: first.kind, count: first.count, mistake, reason }]
  })
}

/** Fewer may fail alike by chance. */
const FEWEST = 3

export type Mistake = ProbableMistake['mistake']

export type SeenAnswer = Pick<FirstErrorOfKind, 'kind' | 'reason' | 'answer'>

/** Undefined where the answer looks like a failure of the service. */
export function mistakeOf({ kind, answer }: SeenAnswer, url: string): Mistake | undefined {
  const isPlain = url.startsWith('http:')
  if (answer === null) return kind === 'connect' || !isPlain ? undefined : 'tls'
  const { status, location, contentType, contentEncoding, body } = answer
  if (kind === 'protocol' && status === 0) {
    if (PRINTABLE.test(answer.statusLine)) return 'protocol'
    return isPlain ? 'tls' : undefined
  }
  if (kind === 'closed' || kind === 'reset' || kind === 'protocol' || status >= 500) return undefined
  if (status === 400 && /https|tls|ssl/i.test(body)) return 'tls'
  if (status === 401 || status === 403 || status === 407) return 'credentials'
  if (kind === 'capture') return 'expectation'
  if (status >= 300 && status < 400) return /log-?in|sign-?in|auth|sso/i.test(location ?? '') ? 'login' : 'redirect'
  if (status === 404 || status === 405 || status === 410) return 'path'
  if (status === 429) return 'limited'
  if (status >= 400) return 'request'
  const isUnread = kind === 'expectation' || kind === 'unreadable'
  if (contentEncoding !== null && isUnread && !isDecoded(contentEncoding)) return 'compressed'
  if (kind === 'unreadable') return 'expectation'
  if (/html/i.test(contentType ?? '')) return 'html'
  return 'expectation'
}

/** Whether checks read a body that is compressed in this way. */
function isDecoded(contentEncoding: string): boolean {
  return contentEncoding.split(',').every((coding) => /^\s*(?:(?:x-)?gzip|deflate|br|identity)?\s*$/i.test(coding))
}

/** The greeting of another protocol, such as `SSH-2.0-OpenSSH_9.2`; those of TLS are bytes. */
const PRINTABLE = /^[\x20-\x7e]{4,}$/

const ADVICE: Readonly<Record<Mistake, (first: FirstErrorOfKind) => string>> = {
  tls: () => 'the service speaks TLS perhaps, so that the URL begins with https://',
  credentials: () => 'it lacks the credentials that the service asks for',
  login: ({ answer }) => `the service sends those who are not logged in to ${answer?.location ?? 'another place'}`,
  redirect: ({ kind, answer }) =>
    kind === 'redirect'
      ? 'look at where it is sent'
      : `redirects are followed only where the request says redirects: 5; or ask for ${answer?.location ?? 'the new place'} itself, or expect this status`,
  path: () => 'look at its path and method, and at the base path of the URL',
  protocol: () => 'what listens on this port speaks another protocol than HTTP',
  limited: () => 'its rate is above what the service allows one caller',
  request: () => 'the service does not accept the body or the headers that it sends',
  compressed: ({ answer }) =>
    `a body that is compressed in this way (${answer?.contentEncoding ?? ''}) is not read; ask for gzip, deflate or br with the header Accept-Encoding`,
  html: () => 'the answer is an HTML page, of a proxy or a login perhaps, and not what an API answers',
  expectation: ({ kind }) =>
    kind === 'capture'
      ? 'look at what it captures'
      : `look at what it expects of the ${kind === 'status' ? 'status' : 'answer'}`,
}

/** What came, as a phrase. */
export function seen({ kind, reason, answer }: SeenAnswer): string {
  if (answer === null)
    return kind === 'reset'
      ? 'the connection was reset, without an answer'
      : 'the connection was closed, without an answer'
  const { statusLine, location, contentType, contentEncoding } = answer
  const what = [contentType, contentEncoding].filter((each) => each !== null).join(', ')
  return `${statusLine || 'bytes that are not HTTP'}${location === null ? '' : ` to ${location}`}${what === '' ? '' : ` (${what})`}${reason === null ? '' : `, ${reason}`}`
}

function targetOf({ service }: Scenario): string {
  return service.kind === 'target' ? service.target.url : ''
}
