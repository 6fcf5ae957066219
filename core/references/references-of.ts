// Which values of the run a request of a scenario refers to, in its own notation: before variables are replaced.

import type { RequestBody, RequestTemplate } from '../scenario/load-plan.ts'
import { runReferencesIn } from '../text/environment-references.ts'
import type { RunReference } from './varying-text.ts'

type Sent = Pick<RequestTemplate, 'path' | 'headers' | 'body'>

export function referencesOf({ path, headers, body }: Sent): RunReference[] {
  return [path, ...Object.values(headers), ...textsOf(body)].flatMap(runReferencesIn)
}

/** All texts of a body in which references are replaced. */
function textsOf(body: RequestBody | null): string[] {
  switch (body?.kind) {
    case undefined:
      return []
    case 'json':
      return textsIn(body.value)
    case 'text':
      return [body.text]
    case 'form':
      return body.fields.map(({ value }) => value)
    case 'multipart':
      return body.parts.flatMap((part) => ('value' in part ? [part.value] : []))
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
