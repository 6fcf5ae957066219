// A time to the first byte that no answer can miss: whoever takes as long is given up before.

import { isMapping, mappingIn } from '../core/file/mapping.ts'
import { describeValue } from './mistakes/describe-value.ts'
import type { Mistake } from './mistakes/explain-schema-issues.ts'
import { DEFAULTS } from './schema/defaults.ts'
import { isDuration, secondsOf } from './schema/values.ts'

/** @param file as read, right or wrong */
export function checkFirstByte(file: unknown): Mistake[] {
  const { request, requests, load } = mappingIn(file)
  const timeout = mappingIn(load).timeout ?? DEFAULTS.timeout
  if (!isDuration(timeout)) return []
  const named = Array.isArray(requests) ? requests.map((each, i) => ({ each, path: ['requests', i] })) : []
  return [...(isMapping(request) ? [{ each: request, path: ['request'] }] : []), ...named].flatMap(({ each, path }) => {
    const { ttfb } = mappingIn(mappingIn(each).expect)
    if (!isDuration(ttfb) || secondsOf(ttfb) < secondsOf(timeout)) return []
    return [
      {
        path: [...path, 'expect', 'ttfb'],
        at: 'value',
        expected: `less than load.timeout, ${timeout}, after which a request is given up`,
        got: describeValue(ttfb),
        nearest: null,
      } as const,
    ]
  })
}
