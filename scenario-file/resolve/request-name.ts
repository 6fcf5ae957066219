// How a request is called and sent where its entry in the scenario file does not say.

import { redactQuery } from '../../core/text/url.ts'
import { DEFAULTS } from '../schema/defaults.ts'

interface RequestEntry {
  readonly name?: string | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly json?: unknown
  readonly text?: string | undefined
}

/** What reports call a request: its own name, or method and path (without secrets, for names are shown everywhere). */
export function requestName(entry: RequestEntry): string {
  return entry.name ?? `${requestMethod(entry)} ${redactQuery(entry.path ?? DEFAULTS.path)}`
}

/** GET, or POST where there is a body. */
export function requestMethod({ method, json, text }: RequestEntry): string {
  return method ?? (json === undefined && text === undefined ? DEFAULTS.method : DEFAULTS.methodWithBody)
}
