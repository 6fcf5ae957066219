// Keeps the first answer of each kind of error, by request: what an operator would look at first. Text that came from the
// service is shortened, and what may be a secret in it is left out.

import { splitVarying } from '../../core/references/varying-text.ts'
import type { ErrorKind, FirstAnswer, FirstError } from '../../core/run/load-result.ts'
import type { LoadPlan, RequestBody, RequestTemplate } from '../../core/scenario/load-plan.ts'
import { isSensitive } from '../../core/secrets/redact-text.ts'
import { canBeHidden, formsOf, hideSecrets, REDACTED } from '../../core/secrets/secrets.ts'
import type { ErrorSamples, SentValue } from '../connections/connection.ts'

/** Of each text that an answer contains. */
export const ANSWER_CHARACTERS = 200

/** More kinds than this help nobody. */
const AT_MOST = 50

/** A shorter one would be found by chance in any text. */
const SHORTEST_SECRET = 4

export class FirstErrors implements ErrorSamples {
  readonly #secrets: readonly string[]
  readonly #seen = new Set<string>()
  #fresh: FirstError[] = []

  constructor(plan: Pick<LoadPlan, 'url' | 'requests'>) {
    this.#secrets = secretsOf(plan)
  }

  wants(request: number, kind: ErrorKind, status: number): boolean {
    return this.#seen.size < AT_MOST && !this.#seen.has(`${request}/${kind}/${status}`)
  }

  add(error: FirstError, hidden: readonly string[] = [], values: readonly SentValue[] = []): void {
    this.#seen.add(`${error.request}/${error.kind}/${error.answer?.status ?? 0}`)
    const show = (text: string) => this.shown(withReferences(text, values), hidden)
    this.#fresh.push({
      ...error,
      reason: error.reason && show(error.reason),
      answer: error.answer && shownAnswer(error.answer, show),
    })
  }

  /** A text of the service as it may be shown. @param hidden what must not be shown, beside the secrets of the plan */
  shown(text: string, hidden: readonly string[]): string {
    return shown(text, hidden.length === 0 ? this.#secrets : [...this.#secrets, ...longEnough(hidden)])
  }

  /** Those that came since the last call, their instants relative to an epoch. */
  take(epochSeconds: number): FirstError[] {
    const taken = this.#fresh.map((error) => ({ ...error, atSeconds: error.atSeconds - epochSeconds }))
    this.#fresh = []
    return taken
  }
}

function shownAnswer(answer: FirstAnswer, show: (text: string) => string): FirstAnswer {
  const orNull = (text: string | null) => (text === null ? null : show(text))
  return {
    status: answer.status,
    statusLine: show(answer.statusLine),
    contentType: orNull(answer.contentType),
    contentEncoding: orNull(answer.contentEncoding),
    location: orNull(answer.location),
    body: show(answer.body),
  }
}

/** What came from the run into the request may come back in the answer: its reference is shown there, not the value. */
function withReferences(text: string, values: readonly SentValue[]): string {
  const forms = values
    .filter((value) => canBeHidden(value.text))
    .flatMap(({ reference, text: value }) => [...formsOf(value)].map((form) => ({ reference, form })))
    .sort((a, b) => b.form.length - a.form.length)
  return forms.reduce((rest, { reference, form }) => rest.replaceAll(form, () => reference), text)
}

/** Without secrets, on one line, without control characters and marks that turn the direction of text. */
function shown(text: string, secrets: readonly string[]): string {
  // Before the text is shortened: half a secret is not found.
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), hideSecrets(text))
  const unnamed = known.replace(NAMED_VALUE, (whole, name: string, separator: string) =>
    isSensitive(name) ? `${name}${separator}${REDACTED}` : whole,
  )
  const plain = unnamed.replace(/[\p{C}\u2028\u2029]+/gu, ' ').trim()
  return plain.length > ANSWER_CHARACTERS ? `${plain.slice(0, ANSWER_CHARACTERS - 1)}…` : plain
}

/** `"token":"abc"`, `token=abc`: a name, what parts it from its value, and the value. */
const NAMED_VALUE = /([\w-]+)("?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|[^\s"&,;<>}]+)/g

/** What the plan's requests carry that no report may show. */
function secretsOf({ url, requests }: Pick<LoadPlan, 'url' | 'requests'>): string[] {
  const { username, password, searchParams } = new URL(url)
  const headers = requests.flatMap((request) =>
    Object.entries(request.headers).flatMap(([name, value]) =>
      literalsOf(request, value).map((text): [string, string] => [name, text]),
    ),
  )
  const queries = requests.flatMap(({ path }) => [...new URL(path, 'http://any').searchParams])
  const named = [...headers, ...queries, ...searchParams]
    .filter(([name]) => isSensitive(name))
    .map(([, value]) => value)
  const bodies = requests.flatMap((request) =>
    sensitiveTexts(request.body).flatMap((text) => literalsOf(request, text)),
  )
  const secrets = [...named.flatMap((value) => [value, ...value.split(/[\s;=,:]+/)]), ...bodies, username, password]
    .flatMap((secret) => [secret, decodedOr(secret)])
    .filter((secret) => !/^(basic|bearer|digest|token|apikey)$/i.test(secret))
  return longEnough(secrets)
}

/** Longest first, so that one that holds another is hidden whole. */
function longEnough(secrets: readonly string[]): string[] {
  return secrets.filter(({ length }) => length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length)
}

/** What is literal in a text of a request: of one that varies, not the references. */
function literalsOf({ varies }: RequestTemplate, text: string): string[] {
  return varies ? splitVarying(text).filter((part) => typeof part === 'string') : [text]
}

function sensitiveTexts(body: RequestBody | null): string[] {
  if (body?.kind === 'json') return sensitiveStrings(body.value)
  if (body?.kind !== 'form' && body?.kind !== 'multipart') return []
  const fields = body.kind === 'form' ? body.fields : body.parts.filter((part) => 'value' in part)
  return fields.filter(({ name }) => isSensitive(name)).map(({ value }) => value)
}

function sensitiveStrings(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) =>
    typeof item === 'string' && isSensitive(name) ? [item] : sensitiveStrings(item),
  )
}

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
