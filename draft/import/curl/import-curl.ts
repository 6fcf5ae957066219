// curl commands, as they are copied from a browser, a document or a shell → traffic.

import type { ImportedRequest, ImportedStep, ImportedTraffic } from '../../imported-traffic.ts'
import { importMistake, shownPart } from '../import-mistake.ts'
import { keptHeaders } from '../requests/kept-headers.ts'
import { METHODS, Omissions } from '../requests/omissions.ts'
import { namedAfter, RequestNames } from '../requests/request-names.ts'
import { shownRequest, takeFromPath } from '../requests/take-secrets.ts'
import { toBody } from '../requests/to-body.ts'
import { SecretVault } from '../secrets/secret-vault.ts'
import { finishTraffic } from '../written/finish-traffic.ts'
import { isMarked, type MarkedText, referenceIn, splitMarks } from '../written/marks.ts'
import { basicAuthorization, type CurlRequest, curlRequests } from './curl-request.ts'
import { readOptions } from './read-options.ts'
import { type ShellCommand, shellCommands } from './shell-words.ts'

export function importCurl(text: string, name: string): ImportedTraffic {
  if (/\bcurl(?:\.exe)?\s[^\n]*\^["\n]|\^\r?\n/.test(text))
    throw importMistake(
      { name, at: null },
      'the quoting of a Unix shell',
      "that of Windows' cmd: copy it as cURL (bash)",
    )
  const omissions = new Omissions()
  const vault = new SecretVault()
  const found = shellCommands(text, name).flatMap((command) => requestsOf(command, name, omissions))
  const [first] = found
  if (first === undefined) throw importMistake({ name, at: null }, 'a curl command', 'none')
  const origin = partsOf(first, name, vault).origin
  const names = new RequestNames()
  const requests: ImportedRequest[] = []
  for (const request of found) {
    const parts = partsOf(request, name, vault)
    if (parts.origin !== origin) omissions.add('requests to other hosts', 'a scenario has one target', parts.origin)
    else requests.push(toRequest(request, parts, names, vault, omissions, name))
  }
  const steps: ImportedStep[] | null =
    requests.length > 1 ? requests.map((request) => ({ request: request.name, thinkSeconds: 0 })) : null
  const traffic = { source: name, url: origin, requests, steps, rates: null, data: [], omitted: omissions.list() }
  return finishTraffic(traffic, vault)
}

function requestsOf({ words, line }: ShellCommand, name: string, omissions: Omissions): CurlRequest[] {
  const at = words.findIndex((word) => !/^(?:\$|%|>|sudo|time|exec|command|[A-Za-z_]\w*=.*)$/s.test(word))
  const command = words[at]
  if (command === undefined) return []
  if (!/^(?:.*\/)?curl(?:\.exe)?$/.test(command)) {
    omissions.add(
      'other commands',
      'only what curl sends is imported',
      /^[\w./-]{1,30}$/.test(command) ? command : undefined,
    )
    return []
  }
  const place = { name, at: `line ${line}` }
  return readOptions(words.slice(at + 1), name, line).flatMap((options) => curlRequests(options, place, omissions))
}

interface UrlParts {
  readonly origin: MarkedText
  readonly path: MarkedText
  readonly user: string
}

/** Origin and path of a URL in which variables may stand. */
function partsOf({ url }: CurlRequest, name: string, vault: SecretVault): UrlParts {
  const refs = splitMarks(url).filter(isMarked)
  const [first = ''] = refs
  if (first !== '' && url.startsWith(first)) {
    const rest = url.slice(first.length)
    const { pathname, search } = new URL(`http://x${rest.startsWith('/') ? '' : '/'}${withTokens(rest, refs)}`)
    return { origin: first, path: fromTokens(pathname + search, refs), user: '' }
  }
  const written = withTokens(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`, refs)
  const parsed = URL.canParse(written) ? new URL(written) : null
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw importMistake(
      { name, at: null },
      'a URL of http or https',
      shownPart(url.replace(/\/\/[^/@]*@/, '//').split('?')[0] ?? ''),
    )
  const user =
    parsed.username === '' ? '' : `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`
  if (user !== '') vault.take(fromTokens(user, refs), 'USER_PASSWORD', 'user and password of the URL')
  return {
    origin: fromTokens(parsed.origin, refs),
    path: fromTokens(parsed.pathname + parsed.search, refs),
    user: fromTokens(user, refs),
  }
}

/** What neither a host nor a path changes. */
function withTokens(text: string, refs: readonly string[]): string {
  return refs.reduce((left, ref, i) => left.split(ref).join(`zz${i}reference${i}zz`), text)
}

function fromTokens(text: string, refs: readonly string[]): string {
  return refs.reduce((left, ref, i) => left.split(`zz${i}reference${i}zz`).join(ref), text)
}

function toRequest(
  { method, headers, body }: CurlRequest,
  { path, user }: UrlParts,
  names: RequestNames,
  vault: SecretVault,
  omissions: Omissions,
  name: string,
): ImportedRequest {
  const shown = shownRequest(method, path, vault)
  for (const part of [...headers.map(([, value]) => value), path, body].flatMap(splitMarks))
    if (isMarked(part)) vault.refer(referenceIn(part), `variable of ${shown}`)
  if (!METHODS.includes(method))
    throw importMistake({ name, at: null }, `one of ${METHODS.join(', ')}`, shownPart(method))
  const withUser: typeof headers =
    user === '' || headers.some(([header]) => header.toLowerCase() === 'authorization')
      ? headers
      : [...headers, ['Authorization', basicAuthorization(user)]]
  const contentType = withUser.find(([header]) => header.toLowerCase() === 'content-type')?.[1] ?? null
  const read = toBody(body, contentType, shown, vault)
  if (read !== null && 'why' in read) throw importMistake({ name, at: shown }, 'a body of text', read.why)
  const kept = keptHeaders(
    withUser.filter(([header]) => header.toLowerCase() !== 'content-type'),
    false,
    shown,
    vault,
  )
  for (const left of kept.left) omissions.add('headers', 'only characters of Latin-1 can be sent in one', left)
  const typed = read?.contentType == null ? kept.headers : { 'Content-Type': read.contentType, ...kept.headers }
  return {
    name: names.of(namedAfter(method, shown.slice(method.length + 1))),
    method,
    path: takeFromPath(path, shown, vault),
    headers: typed,
    body: read?.body ?? null,
    weight: 1,
    statuses: [],
  }
}
