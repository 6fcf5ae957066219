// Places in JSON: pointers such as `/items/0/id` (RFC 6901), and paths such as `items[0].id`, which mean the same.

import { ExactNumber, type JsonValue } from './exact-json.ts'

/** Keys of objects, and places in lists as text. */
export type JsonSteps = readonly string[]

/** The steps of a pointer; none for the empty one, which is the whole. Undefined where it is none. */
export function parsePointer(pointer: string): JsonSteps | undefined {
  if (pointer === '') return []
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const PATH_STEP = /(?:^|\.)([^.[\]'"\s]+)|\[(\d+)\]|\["([^"]*)"\]|\['([^']*)'\]/y

/** The steps of `a.b[0]` or `a['b c']`, with or without a `$` before it as in JSONPath. Undefined where it is none. */
export function parsePath(path: string): JsonSteps | undefined {
  const written = path.replace(/^\$(?:\.|(?=\[))/, '')
  // With two dots JSONPath searches at any depth, which is another thing than one place.
  if (written.startsWith('.') || path === '$') return undefined
  const steps: string[] = []
  let at = 0
  while (at < written.length) {
    PATH_STEP.lastIndex = at
    const match = PATH_STEP.exec(written)
    if (match === null) return undefined
    steps.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '')
    at = PATH_STEP.lastIndex
  }
  return steps.length === 0 ? undefined : steps
}

/** The pointer that leads along these steps. */
export function pointerOf(steps: JsonSteps): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** Undefined where there is nothing. */
export function valueAt(value: JsonValue, steps: JsonSteps): JsonValue | undefined {
  let found: JsonValue | undefined = value
  for (const step of steps) {
    if (found === undefined) return undefined
    found = stepInto(found, step)
  }
  return found
}

function stepInto(value: JsonValue, step: string): JsonValue | undefined {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(step) ? value[Number(step)] : undefined
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return undefined
  return Object.hasOwn(value, step) ? value[step] : undefined
}
