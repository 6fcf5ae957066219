// How a request is called and sent where its entry in the scenario file does not say.

import { redactQuery } from '../../core/text/url.ts'

export const DEFAULT_PATH = '/predict'

/** What reports call a request: its own name, or method and path (without secrets, for names are shown everywhere). */
export function requestName(entry: Readonly<Record<string, unknown>>): string {
  return String(entry.name ?? `${requestMethod(entry)} ${redactQuery(String(entry.path ?? DEFAULT_PATH))}`)
}

/** GET, or POST where there is a body. */
export function requestMethod(entry: Readonly<Record<string, unknown>>): string {
  return String(entry.method ?? (entry.json === undefined && entry.text === undefined ? 'GET' : 'POST'))
}
