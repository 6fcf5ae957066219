// Takes secrets out of the parts of a request, by the names beside them and by what their values give away.

import { ExactNumber, type JsonValue } from '../../../core/json/exact-json.ts'
import { isIdentity, isSecretName } from '../secrets/secret-name.ts'
import type { SecretVault } from '../secrets/secret-vault.ts'
import { isMarked, type MarkedText, shownMarked } from '../written/marks.ts'

/** @param request as places name it: `POST /checkout` */
export function takeFromHeader(name: string, value: MarkedText, request: string, vault: SecretVault): MarkedText {
  const place = `header ${name} of ${request}`
  const lower = name.toLowerCase()
  if (lower === 'authorization' || lower === 'proxy-authorization') {
    const [, scheme = '', credential = value] = /^(\S+\s+)(\S+)$/.exec(value) ?? []
    const isBasic = /^basic\s/i.test(scheme)
    const hint = isBasic ? 'BASIC_AUTH' : scheme === '' ? 'AUTHORIZATION' : 'TOKEN'
    return scheme + vault.take(credential, hint, isBasic ? `${place} (user:password in base64)` : place)
  }
  return isSecretName(name) ? vault.take(value, name, place) : vault.takeKnown(value, place)
}

/** `POST /reset`: a request as names and places call it, without its query and without what its path gives away. */
export function shownRequest(method: string, path: MarkedText, vault: SecretVault): string {
  return `${method} ${shownMarked(vault.takeKnown(path.split('?')[0] ?? '', 'path of a request'))}`
}

/** Of a path with its query. */
export function takeFromPath(path: MarkedText, request: string, vault: SecretVault): MarkedText {
  const [, before = path, query] = /^([^?]*)\?(.*)$/s.exec(path) ?? []
  const known = vault.takeKnown(before, `path of ${request}`)
  return query === undefined ? known : `${known}?${takeFromPairs(query, `query of ${request}`, vault)}`
}

/** Of pairs as queries and forms have them. */
export function takeFromPairs(pairs: MarkedText, place: string, vault: SecretVault): MarkedText {
  return pairs
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=')
      if (at < 0) return vault.takeKnown(pair, place)
      const name = pair.slice(0, at)
      return `${name}=${takeFromField(decoded(name), pair.slice(at + 1), place, vault)}`
    })
    .join('&')
}

export function takeFromField(name: string, value: MarkedText, place: string, vault: SecretVault): MarkedText {
  return isSecretName(name) ? vault.take(value, name, `${name} in the ${place}`) : vault.takeKnown(value, place)
}

/** Of JSON. Numbers beside a secret's name become texts, for a reference is one. */
export function takeFromJson(value: JsonValue, place: string, vault: SecretVault, within = ''): JsonValue {
  if (typeof value === 'string')
    return within === '' ? vault.takeKnown(value, place) : vault.take(value, within, `${within} in the ${place}`)
  if (typeof value === 'number' || value instanceof ExactNumber) {
    const text = value instanceof ExactNumber ? value.text : String(value)
    return within === '' ? value : vault.take(text, within, `${within} in the ${place}`)
  }
  if (Array.isArray(value)) return value.map((item) => takeFromJson(item, place, vault, within))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const named = isSecretName(key) ? key : isIdentity(key) ? '' : within
      return [key, takeFromJson(inner, place, vault, named)]
    }),
  )
}

const QUOTED_FIELD = /(["']?)([A-Za-z][\w-]{1,60})\1(\s*[:=]\s*)(["'])((?:(?!\4)[^\\\n]|\\.){1,4000})\4/g
const ELEMENT = /<([A-Za-z][\w:-]{1,60})>([^<>]{1,4000})<\//g
const PLAIN_PAIR = /(^|[&;,\s?])([A-Za-z][\w-]{1,60})=([^&;,\s"'<>]{1,4000})/g

/** Of a text of no known kind: `"password": "…"`, `<password>…</`, `password=…`. */
export function takeFromText(text: MarkedText, place: string, vault: SecretVault): MarkedText {
  const take = (name: string, value: string) =>
    isSecretName(name) && !isMarked(value) ? vault.take(value, name, `${name} in the ${place}`) : value
  const named = text
    .replace(QUOTED_FIELD, (_, quote: string, name: string, between: string, mark: string, value: string) => {
      return `${quote}${name}${quote}${between}${mark}${take(name, value)}${mark}`
    })
    .replace(ELEMENT, (_, name: string, value: string) => `<${name}>${take(name, value)}</`)
    .replace(PLAIN_PAIR, (_, before: string, name: string, value: string) => `${before}${name}=${take(name, value)}`)
  return vault.takeKnown(named, place)
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
