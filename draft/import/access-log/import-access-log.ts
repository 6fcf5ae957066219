// An access log → a mix of requests with the data that they had, and the rate at which they arrived.

import type { ImportedDataSet, ImportedRequest, ImportedTraffic } from '../../imported-traffic.ts'
import { importMistake } from '../import-mistake.ts'
import { Omissions } from '../requests/omissions.ts'
import { namedAfter, RequestNames } from '../requests/request-names.ts'
import { isStaticPath } from '../requests/static-file.ts'
import { decoded, takeFromField } from '../requests/take-secrets.ts'
import { replaceKnownSecrets } from '../secrets/known-secrets.ts'
import { isSecretName } from '../secrets/secret-name.ts'
import { SecretVault } from '../secrets/secret-vault.ts'
import { finishTraffic } from '../written/finish-traffic.ts'
import { isMarked, mark, shownMarked } from '../written/marks.ts'
import { arrivalRates } from './arrival-rates.ts'
import { type LogLine, parseLogLine } from './log-line.ts'
import { columnName, RouteFinder, segmentsOf } from './routes.ts'

/** Rows of a data set: every so manyth request of the log, so that what is popular stays so. */
const MOST_ROWS = 1000
const MOST_ROUTES = 100

export function importAccessLog(text: string, name: string): ImportedTraffic {
  const omissions = new Omissions()
  const lines = readLines(text, name, omissions)
  const onlyStatic = lines.every(({ path }) => isStaticPath(path))
  const kept = lines.filter((line) => isKept(line, onlyStatic, omissions))
  if (kept.length === 0)
    throw importMistake({ name, at: null }, 'a GET request that was answered without an error', 'none')
  const finder = new RouteFinder()
  for (const { path } of kept) finder.add(pathOf(path))
  const groups = groupByRoute(kept, finder)
  const largest = [...groups.values()].sort((a, b) => b.length - a.length)
  for (const group of largest.slice(MOST_ROUTES))
    for (const _ of group) omissions.add('requests of rare routes', 'the 100 most frequent are kept')
  const used = largest.slice(0, MOST_ROUTES)
  const vault = new SecretVault()
  const names = new RequestNames()
  const routes = used.map((group) => toRoute(group, finder, names, vault))
  const traffic = {
    source: name,
    url: null,
    requests: routes.map(({ request }) => request),
    steps: null,
    rates: arrivalRates(used.flatMap((group) => group.map(({ seconds }) => seconds))),
    data: routes.flatMap(({ data }) => (data === null ? [] : [data])),
    omitted: omissions.list(),
  }
  return finishTraffic(traffic, vault)
}

function readLines(text: string, name: string, omissions: Omissions): LogLine[] {
  const lines: LogLine[] = []
  let isAny = false
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? text.length : end).trimEnd()
    at = end < 0 ? text.length : end + 1
    if (line === '' || line.startsWith('#')) continue
    const read = parseLogLine(line)
    if (read === 'unreadable') omissions.add('lines of another form', 'the common and the combined format are read')
    else {
      isAny = true
      if (read === 'no-request') omissions.add('lines without a request', 'the client sent no HTTP')
      else lines.push({ ...read, path: read.path.replace(/^https?:\/\/[^/?]*(?=[/?])/, '') })
    }
  }
  if (isAny) return lines
  throw importMistake(
    { name, at: 'line 1' },
    'the common or combined format, such as 127.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1" 200 2326',
    'another',
  )
}

function isKept({ method, path, status }: LogLine, onlyStatic: boolean, omissions: Omissions): boolean {
  if (method !== 'GET' && method !== 'HEAD') {
    omissions.add(
      'requests with other methods',
      'a log does not have their bodies: add them by hand',
      `${method} ${replaceKnownSecrets(pathOf(path), () => '…').slice(0, 60)}`,
    )
    return false
  }
  if (status >= 400) {
    omissions.add('requests answered with an error', 'a scenario would fail with them', String(status))
    return false
  }
  if (!path.startsWith('/') || /[\s#]/.test(path)) {
    omissions.add('requests without a path', 'a scenario sends paths that begin with /')
    return false
  }
  if (!isStaticPath(path) || onlyStatic) return true
  omissions.add('static files', 'a cache or a CDN serves them, not the service')
  return false
}

function pathOf(path: string): string {
  return path.split('?')[0] ?? ''
}

/** A query as its names and values; the same name may come more than once. */
function queryOf(path: string): (readonly [name: string, value: string | null])[] {
  const query = path.slice(pathOf(path).length + 1)
  if (query === '') return []
  return query.split('&').map((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? [pair, null] : [pair.slice(0, at), pair.slice(at + 1)]
  })
}

function groupByRoute(lines: readonly LogLine[], finder: RouteFinder): Map<string, LogLine[]> {
  const groups = new Map<string, LogLine[]>()
  for (const line of lines) {
    const path = pathOf(line.path)
    const varies = finder.variesAt(path)
    const template = segmentsOf(path).map((segment, i) => (varies[i] ? '*' : `/${segment}`))
    const queries = queryOf(line.path).map(([name, value]) => (value === null ? name : `${name}=`))
    const key = JSON.stringify([line.method, template, queries])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [line])
    else group.push(line)
  }
  return groups
}

interface Route {
  readonly request: ImportedRequest
  readonly data: ImportedDataSet | null
}

function toRoute(lines: readonly LogLine[], finder: RouteFinder, names: RequestNames, vault: SecretVault): Route {
  const first = lines[0] as LogLine
  const path = pathOf(first.path)
  const varies = finder.variesAt(path)
  const shown = `/${segmentsOf(path)
    .map((segment, i) => (varies[i] ? 'id' : shownMarked(vault.takeKnown(segment, 'path of a request'))))
    .join('/')}`
  const name = names.of(namedAfter(first.method, shown))
  const dataName = /^[A-Za-z_]/.test(name) ? name.replaceAll('.', '-') : `data-${name}`
  const place = `${first.method} ${shown}`
  const columns = new Map<string, (line: LogLine) => string>()
  const valueAt = (wanted: string | undefined, of: (line: LogLine) => string, parameter: string | null) => {
    const value = of(first)
    if (parameter !== null && isSecretName(parameter))
      return takeFromField(parameter, value, `query of ${place}`, vault)
    const taken = vault.takeKnown(value, place)
    if (isMarked(taken) || lines.every((line) => of(line) === value)) return taken
    const column = columnName(wanted, new Set(columns.keys()))
    columns.set(column, (line) => decoded(of(line)))
    return mark(`${dataName}.${column}`)
  }
  const segments = segmentsOf(path).map((segment, i, all) =>
    varies[i]
      ? valueAt(all[i - 1], (line) => segmentsOf(pathOf(line.path))[i] ?? '', null)
      : vault.takeKnown(segment, place),
  )
  const query = queryOf(first.path).map(([parameter, value], i) =>
    value === null
      ? parameter
      : `${parameter}=${valueAt(decoded(parameter), (line) => queryOf(line.path)[i]?.[1] ?? '', decoded(parameter))}`,
  )
  const statuses = new Set(lines.map(({ status }) => (status === 304 || status === 206 ? 200 : status)))
  const request: ImportedRequest = {
    name,
    method: first.method,
    path: `/${segments.join('/')}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    headers: {},
    body: null,
    weight: lines.length,
    statuses: [...statuses].sort((a, b) => a - b),
  }
  return {
    request,
    data:
      columns.size === 0 ? null : { name: dataName, columns: [...columns.keys()], rows: rowsOf(lines, columns, vault) },
  }
}

function rowsOf(
  lines: readonly LogLine[],
  columns: ReadonlyMap<string, (line: LogLine) => string>,
  vault: SecretVault,
): string[][] {
  const every = Math.ceil(lines.length / MOST_ROWS)
  return lines
    .filter((_, i) => i % every === 0)
    .map((line) => [...columns.values()].map((of) => of(line)))
    .filter((row) => row.every((value) => vault.takeKnown(value, 'the log') === value))
}
