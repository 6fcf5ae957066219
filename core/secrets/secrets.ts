// The secrets of this process: values of environment variables that a scenario refers to, credentials in URLs, tokens.
// Whoever resolves one registers it here, and every writer hides what is registered before a text leaves the process.
// The registry belongs to the process, because a secret must not depend on whether each caller passed it on.

/** What is shown in place of a secret that has no name. */
export const REDACTED = '[redacted]'

/** What is shown in place of each text, by every form in which a secret may turn up. */
const shownByForm = new Map<string, string>()
const registered = new Map<string, string>()
const own = new Set<string>()
let pattern: RegExp | null = null

/**
 * From now on this value is hidden.
 * @param shown what stands in its place, such as `${TOKEN}`; the words "[redacted]" unless given
 */
export function registerSecret(value: string, shown: string = REDACTED): void {
  // A credential is registered with every scrape that carries it.
  if (registered.has(value) || !canBeHidden(value)) return
  registered.set(value, shown)
  for (const form of formsOf(value)) if (!shownByForm.has(form)) shownByForm.set(form, shown)
  const longestFirst = [...shownByForm.keys()].sort((a, b) => b.length - a.length)
  pattern = new RegExp(longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'), 'g')
}

/** A secret of this process alone: it is hidden, and never handed to a generator on another machine. */
export function registerOwnSecret(value: string, shown: string = REDACTED): void {
  registerSecret(value, shown)
  own.add(value)
}

/**
 * Those that are not this process' own, each with what is shown in its place: for another thread, which has a registry of
 * its own.
 */
export function registeredSecrets(): [value: string, shown: string][] {
  return [...registered].filter(([value]) => !own.has(value))
}

/** The user and the password of a URL. */
export function registerCredentials(url: string): void {
  const userInfo = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)@/i.exec(url)?.[1]
  if (userInfo === undefined) return
  registerSecret(userInfo)
  const { username, password } = URL.canParse(url) ? new URL(url) : { username: '', password: '' }
  for (const part of [username, password]) {
    registerSecret(part)
    registerSecret(decoded(part))
  }
  registerSecret(Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64'))
}

export function hideSecrets(text: string): string {
  return pattern === null ? text : text.replace(pattern, (form) => shownByForm.get(form) ?? REDACTED)
}

/**
 * The same data with every text in it free of secrets. Names of fields stay.
 * @param ownWords texts that are left alone where they stand by themselves, because a program reads them
 */
export function hideSecretsIn<Data>(data: Data, ownWords: () => ReadonlySet<string>): Data {
  return (pattern === null ? data : hideDeep(data, ownWords())) as Data
}

function hideDeep(value: unknown, ownWords: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return ownWords.has(value) ? value : hideSecrets(value)
  if (Array.isArray(value)) return value.map((each) => hideDeep(each, ownWords))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hideDeep(inner, ownWords)]))
}

/** Forgets everything. For tests. */
export function forgetSecrets(): void {
  registered.clear()
  own.clear()
  shownByForm.clear()
  pattern = null
}

const SHORTEST = 4
const SHORTEST_NUMBER = 8

/** A value of few characters, such as a port or a stage's name, is part of too much else: hiding it would garble a report. */
export function canBeHidden(value: string): boolean {
  return value.length >= (/^\d+$/.test(value) ? SHORTEST_NUMBER : SHORTEST)
}

/** As it is, and as it stands in URLs, JSON and XML. */
export function formsOf(value: string): Set<string> {
  const json = JSON.stringify(value).slice(1, -1)
  const escaped = value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
  const encoded = converted(value, encodeURIComponent)
  return new Set([value, json, escaped, encoded, encoded.replaceAll('%20', '+'), converted(value, encodeURI)])
}

function decoded(part: string): string {
  return converted(part, decodeURIComponent)
}

/** The text as it is where it has no such form: half a surrogate pair, a percent sign that encodes nothing. */
function converted(text: string, convert: (text: string) => string): string {
  try {
    return convert(text)
  } catch {
    return text
  }
}
