// An OpenAPI description → a request for each operation, with the examples that it gives and values made from its schemas.

import { isMapping, listIn, type Mapping, mappingIn } from '../../../core/file/mapping.ts'
import { isHttpUrl } from '../../../core/text/url.ts'
import type { ImportedDataSet, ImportedRequest, ImportedTraffic } from '../../imported-traffic.ts'
import { importMistake } from '../import-mistake.ts'
import { keptHeaders } from '../requests/kept-headers.ts'
import { METHODS, MOST_REQUESTS, Omissions } from '../requests/omissions.ts'
import { namedAfter, RequestNames } from '../requests/request-names.ts'
import { shownRequest, takeFromField } from '../requests/take-secrets.ts'
import { toBody } from '../requests/to-body.ts'
import { isSecretName } from '../secrets/secret-name.ts'
import { SecretVault } from '../secrets/secret-vault.ts'
import { finishTraffic } from '../written/finish-traffic.ts'
import { isMarked, type MarkedText, mapLiterals, mark } from '../written/marks.ts'
import { type Parameter, parametersOf, pathText, queryPairs } from './parameters.ts'
import { readDescription } from './read-description.ts'
import { References } from './references.ts'
import { bodyOf } from './request-body.ts'
import { credentialsOf } from './security.ts'

interface Reading {
  readonly root: Mapping
  readonly references: References
  readonly names: RequestNames
  readonly vault: SecretVault
  readonly omissions: Omissions
  readonly data: ImportedDataSet[]
  /** The path of a server that is no whole URL. */
  readonly basePath: string
}

export function importOpenapi(text: string, name: string): ImportedTraffic {
  const root = readDescription(text, name)
  const { url, basePath } = serverOf(root)
  const [names, vault, omissions] = [new RequestNames(), new SecretVault(), new Omissions()]
  const reading: Reading = { root, references: new References(root), names, vault, omissions, data: [], basePath }
  const requests = Object.entries(mappingIn(root.paths)).flatMap(([path, item]) => requestsOf(path, item, reading))
  for (const hook of Object.keys(mappingIn(root.webhooks)))
    omissions.add('webhooks', 'the service sends them, nobody asks for them', hook.slice(0, 40))
  for (const _ of requests.slice(MOST_REQUESTS))
    omissions.add('operations after the first 1,000', 'a list of a scenario file has no more entries')
  if (requests.length === 0) throw importMistake({ name, at: 'paths' }, 'an operation that can be sent', 'none')
  const traffic = {
    source: name,
    url,
    requests: requests.slice(0, MOST_REQUESTS),
    steps: null,
    rates: null,
    data: reading.data,
    omitted: omissions.list(),
  }
  return finishTraffic(traffic, vault)
}

/** Of several servers the first, with the defaults of its variables. */
function serverOf(root: Mapping): { readonly url: string | null; readonly basePath: string } {
  const server = mappingIn(listIn(root.servers)[0])
  const variables = mappingIn(server.variables)
  const written = String(server.url ?? '/').replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const variable = Object.hasOwn(variables, name) ? mappingIn(variables[name]) : {}
    return String(variable.default ?? name)
  })
  if (isHttpUrl(written)) {
    const { origin, pathname } = new URL(written)
    return { url: `${origin}${pathname.replace(/\/+$/, '')}`, basePath: '' }
  }
  const { pathname } = URL.canParse(written, 'http://x') ? new URL(written, 'http://x') : { pathname: '/' }
  return { url: null, basePath: pathname.replace(/\/+$/, '') }
}

function requestsOf(path: string, written: unknown, reading: Reading): ImportedRequest[] {
  const item = reading.references.resolve(written)
  if (!isMapping(item) || !path.startsWith('/')) {
    if (!path.startsWith('x-'))
      reading.omissions.add(
        'paths that cannot be read',
        'they begin with no /, or are described elsewhere',
        path.slice(0, 60),
      )
    return []
  }
  return Object.entries(item).flatMap(([key, operation]) => {
    const method = key.toUpperCase()
    if (key === 'trace' || key === 'query')
      reading.omissions.add('operations with other methods', 'a scenario does not send them', method)
    if (!METHODS.includes(method) || key !== key.toLowerCase() || !isMapping(operation)) return []
    const request = toRequest(method, path, item, operation, reading)
    return request === null ? [] : [request]
  })
}

function toRequest(
  method: string,
  path: string,
  item: Mapping,
  operation: Mapping,
  reading: Reading,
): ImportedRequest | null {
  const { root, references, names, vault, omissions, data, basePath } = reading
  const shown = shownRequest(method, path, vault)
  if (operation.deprecated === true) {
    omissions.add('deprecated operations', 'nobody is to call them any more', shown.slice(0, 60))
    return null
  }
  const described = bodyOf(operation, references)
  const read =
    described === null || 'why' in described ? described : toBody(described.text, described.contentType, shown, vault)
  if (read !== null && 'why' in read) {
    omissions.add('operations', read.why, shown.slice(0, 60))
    return null
  }
  const name = names.of(
    typeof operation.operationId === 'string'
      ? operation.operationId
      : namedAfter(method, shown.slice(method.length + 1)),
  )
  const columns: Column[] = []
  const dataName = /^[A-Za-z_]/.test(name) ? name.replaceAll('.', '-') : `data-${name}`
  const parameters = parametersOf(item, operation, references)
  for (const { name: parameter, in: place, isGiven } of parameters)
    if (place === 'path' && !isGiven)
      omissions.add(
        'examples of path parameters',
        'the description has none: values were made from their schemas, put real ones in their place',
        `${parameter.slice(0, 40)} of ${shown.slice(0, 60)}`,
      )
  const place = { request: shown, dataName, columns, vault }
  const credentials = credentialsOf(root, operation, shown, references, vault)
  for (const missing of credentials.missing)
    omissions.add('credentials', 'a scenario gives them elsewhere, such as a certificate in target.tls', missing)
  const query = [
    ...queryOf(parameters, place),
    ...credentials.query.map(([key, value]) => `${encodeURIComponent(key)}=${value}`),
  ]
  const headers = [
    ...credentials.headers,
    ...parameters
      .filter(
        ({ in: where, name: header }) => where === 'header' && !/^(?:accept|content-type|authorization)$/i.test(header),
      )
      .map(({ name: header, values }) => [header, pathText(values[0] ?? null)] as const),
  ]
  const kept = keptHeaders(
    headers.filter(([header], i) => headers.findIndex(([other]) => other.toLowerCase() === header.toLowerCase()) === i),
    false,
    shown,
    vault,
  )
  const request: ImportedRequest = {
    name,
    method,
    path: `${basePath}${pathOf(path, parameters, place)}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    headers: read?.contentType == null ? kept.headers : { 'Content-Type': read.contentType, ...kept.headers },
    body: read?.body ?? null,
    weight: 1,
    statuses: statusesOf(operation),
  }
  if (columns.length > 0) data.push(dataSet(dataName, columns))
  return request
}

interface Column {
  readonly name: string
  readonly values: readonly string[]
}

interface ValuePlace {
  readonly request: string
  readonly dataName: string
  readonly columns: Column[]
  readonly vault: SecretVault
}

/** Several examples become a column; the value of a secret a variable. */
function placedValue(
  name: string,
  values: readonly string[],
  { request, dataName, columns, vault }: ValuePlace,
): MarkedText {
  const [first = ''] = values
  const taken = takeFromField(name, first, `parameters of ${request}`, vault)
  const isSecret = isSecretName(name) || values.some((value) => isMarked(vault.takeKnown(value, request)))
  if (isSecret || isMarked(taken) || new Set(values).size < 2) return mapLiterals(taken, encodeURIComponent)
  const wanted = name.replace(/\W+/g, '_')
  const column =
    columns.some((other) => other.name === wanted) || !/^[A-Za-z_]/.test(wanted)
      ? `value_${columns.length + 1}`
      : wanted
  columns.push({ name: column, values })
  return mark(`${dataName}.${column}`)
}

function pathOf(path: string, parameters: readonly Parameter[], place: ValuePlace): MarkedText {
  const ofPath = parameters.filter((parameter) => parameter.in === 'path')
  return path
    .split('#')[0]!
    .split('?')[0]!
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      const name = /^\{([^{}]*)\}$/.exec(part)?.[1]
      if (name === undefined)
        return mapLiterals(place.vault.takeKnown(part, `path of ${place.request}`), (text) =>
          encodeURI(text).replace(/[\s#]/g, encodeURIComponent),
        )
      const values = ofPath.find((parameter) => parameter.name === name)?.values.map(pathText) ?? ['1']
      return placedValue(
        name,
        values.map((value) => (value === '' ? '1' : value)),
        place,
      )
    })
    .join('')
}

function queryOf(parameters: readonly Parameter[], place: ValuePlace): MarkedText[] {
  return parameters
    .filter((parameter) => parameter.in === 'query')
    .flatMap((parameter) => {
      const [first = null, ...others] = parameter.values
      const isPlain = parameter.values.every((value) => typeof value !== 'object')
      if (isPlain && others.length > 0)
        return [
          `${encodeURIComponent(parameter.name)}=${placedValue(parameter.name, parameter.values.map(String), place)}`,
        ]
      return queryPairs(parameter, first).map(
        ([key, value]) => `${encodeURIComponent(key)}=${placedValue(key, [value], place)}`,
      )
    })
}

function dataSet(name: string, columns: readonly Column[]): ImportedDataSet {
  const length = Math.max(...columns.map(({ values }) => values.length))
  const rows = Array.from({ length }, (_, row) => columns.map(({ values }) => values[row % values.length] ?? ''))
  return { name, columns: columns.map((column) => column.name), rows }
}

/** Those below 400: an error is no answer that a load expects. */
function statusesOf(operation: Mapping): (number | string)[] {
  return Object.keys(mappingIn(operation.responses))
    .filter((status) => /^[23](?:\d\d|xx)$/i.test(status))
    .map((status) => (/xx$/i.test(status) ? status.toLowerCase() : Number(status)))
}
