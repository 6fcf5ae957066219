// The last step of every importer: secrets that were found in one place are hidden in all others, and texts are written as
// a scenario file has them.

import { ExactNumber, type JsonValue } from '../../../core/json/exact-json.ts'
import type { ImportedBody, ImportedRequest, ImportedTraffic } from '../../imported-traffic.ts'
import { importMistake } from '../import-mistake.ts'
import type { SecretVault } from '../secrets/secret-vault.ts'
import { type MarkedText, shownMarked, writeMarked } from './marks.ts'

/** @param traffic with marked texts */
export function finishTraffic(traffic: Omit<ImportedTraffic, 'secrets'>, vault: SecretVault): ImportedTraffic {
  const write = (text: MarkedText) => {
    const written = writeMarked(vault.hide(text))
    if (!written.lostDollar) return written.text
    throw importMistake({ name: traffic.source, at: null }, 'no $ right before a value that is taken out', 'one')
  }
  const requests = traffic.requests.map((request) => finishRequest(request, write))
  const url = traffic.url === null ? null : write(traffic.url)
  const data = traffic.data.map((set) => ({
    ...set,
    rows: set.rows.filter((row) => row.every((value) => vault.hide(value) === value)),
  }))
  const omitted = traffic.omitted.map((omission) => ({ ...omission, what: shownMarked(vault.hide(omission.what)) }))
  // A user of a URL is known to be hidden wherever it stands, and is sent as a header only.
  const written = JSON.stringify([url, requests])
  const secrets = vault
    .list()
    .filter(({ variable }) => written.includes(`\${${variable}}`))
    .map((secret) => ({ ...secret, place: shownMarked(vault.hide(secret.place)) }))
  return { ...traffic, url, requests, data, omitted, secrets }
}

function finishRequest(request: ImportedRequest, write: (text: MarkedText) => string): ImportedRequest {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, write(value)]))
  return { ...request, path: write(request.path), headers, body: request.body && finishBody(request.body, write) }
}

function finishBody(body: ImportedBody, write: (text: MarkedText) => string): ImportedBody {
  switch (body.kind) {
    case 'json':
      return { kind: 'json', value: finishJson(body.value, write) }
    case 'text':
      return { kind: 'text', text: write(body.text) }
    case 'form':
      return {
        kind: 'form',
        fields: Object.fromEntries(Object.entries(body.fields).map(([name, value]) => [name, write(value)])),
      }
  }
}

function finishJson(value: JsonValue, write: (text: MarkedText) => string): JsonValue {
  if (typeof value === 'string') return write(value)
  if (Array.isArray(value)) return value.map((item) => finishJson(item, write))
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, finishJson(inner, write)]))
}
