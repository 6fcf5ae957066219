// The name and the method of a request where its entry in the scenario file leaves them out.

import { redactQuery } from '../../core/text/url.ts'
import { DEFAULTS } from '../schema/defaults.ts'

interface RequestEntry {
  readonly name?: string | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly json?: unknown
  readonly text?: string | undefined
  readonly form?: unknown
  readonly multipart?: unknown
}

/** The name of a request in reports: its own, or method and path without secrets. */
export function requestName(entry: RequestEntry): string {
  return entry.name ?? `${requestMethod(entry)} ${redactQuery(entry.path ?? DEFAULTS.path)}`
}

/** GET, or POST where there is a body. */
export function requestMethod({ method, json, text, form, multipart }: RequestEntry): string {
  const hasBody = [json, text, form, multipart].some((body) => body !== undefined)
  return method ?? (hasBody ? DEFAULTS.methodWithBody : DEFAULTS.method)
}
