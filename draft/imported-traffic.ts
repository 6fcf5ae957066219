import type { JsonValue } from '../core/json/exact-json.ts'

/**
 * What a description or a recording of traffic says about requests: the common form of every importer, before a scenario is
 * written from it. Plain data, and no secret's value is in it.
 */
export interface ImportedTraffic {
  /** What it was read from, as a user would name it: `openapi.yaml`, `the curl command`. */
  readonly source: string
  /** Scheme, host, port and base path, without a trailing slash; null where the source does not say, as access logs do not. */
  readonly url: string | null
  readonly requests: readonly ImportedRequest[]
  /** The requests in the order of one user; null where the source has a mix without an order. */
  readonly steps: readonly ImportedStep[] | null
  /** Arrivals a second by time, where the source has them; null otherwise. */
  readonly rates: readonly ImportedRate[] | null
  /** Rows that requests draw from with `${name.column}`; each becomes a file beside the scenario. */
  readonly data: readonly ImportedDataSet[]
  readonly secrets: readonly ImportedSecret[]
  /** What was left out, and why; every entry of the source is a request, or counted here. */
  readonly omitted: readonly Omission[]
}

/** Texts are written as a scenario file has them: `${TOKEN}` and `${users.id}` are references, a literal `${` is `$${`. */
export interface ImportedRequest {
  /** Unique, and a name of a scenario file. */
  readonly name: string
  readonly method: string
  /** With its query, relative to `ImportedTraffic.url`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: ImportedBody | null
  /** Above 0: its part of the mix. Where `steps` is given it counts for nothing. */
  readonly weight: number
  /** The statuses that the source calls expected, such as `200` or `2xx`; empty where it does not say. */
  readonly statuses: readonly (number | string)[]
}

export type ImportedBody =
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'form'; readonly fields: Readonly<Record<string, string>> }

export interface ImportedStep {
  /** The name of one of the requests. */
  readonly request: string
  /** What its user waits after the answer, before the next step. */
  readonly thinkSeconds: number
}

export interface ImportedRate {
  readonly fromSeconds: number
  readonly lengthSeconds: number
  readonly requestsPerSecond: number
}

export interface ImportedDataSet {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A value that was taken out of what was imported, and stands there as `${variable}`. */
export interface ImportedSecret {
  readonly variable: string
  /** Where it stood, without the value: `header Authorization of POST /checkout`. */
  readonly place: string
}

export interface Omission {
  readonly count: number
  /** In the plural or the singular, as counted: `requests to other hosts (cdn.example, fonts.example)`. */
  readonly what: string
  readonly why: string
}
