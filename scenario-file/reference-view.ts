// The parts of a scenario file that refer to one another, typed. Unlike the schema of the whole file this refuses nothing:
// a part that is missing or of another type is undefined, so that references are checked even beside other mistakes.

import * as z from 'zod'
import { MOST_ITEMS } from './schema/building-blocks.ts'
import { isDuration, secondsOf } from './schema/values.ts'

const word = maybe(z.string())
const perSecond = z.number().catch(0)

const phase = z.object({
  name: word,
  measured: z.boolean().catch(true),
  /** Seconds. */
  for: z.custom<string | 0>(isDuration).transform(secondsOf).catch(0),
  rate: z.union([z.number(), z.object({ from: perSecond, to: perSecond })]).catch(0),
})

const fault = z.object({ during: word, restart: z.boolean().catch(false) })
const deadline = maybe(z.object({ after: word }))
const upload = maybe(z.object({ file: word }))
const requestShape = {
  name: word,
  method: word,
  path: word,
  json: maybe(z.unknown()),
  text: word,
  form: maybe(z.unknown()),
  match: word,
  capture: maybe(z.record(z.string(), z.unknown())),
  multipart: z
    .record(z.string(), z.union([z.array(upload), upload]))
    .optional()
    .catch(undefined),
}
const request = z.object(requestShape)
/** One of `requests` by its name, or a request of its own. */
const step = z.object({ request: word, chance: word, ...requestShape })
const objective = z.preprocess(
  (entry) => (typeof entry === 'string' ? { objective: entry } : entry),
  z.object({ objective: word, for: word, during: word }),
)

const tls = maybe(z.object({ ca: word, cert: word, key: word }))

const view = z.object({
  server: maybe(
    z.object({ faults: list(fault), latency: maybe(z.object({ trace: maybe(z.object({ file: word })) })) }),
  ),
  target: maybe(z.object({ tls, metrics: maybe(z.object({ histogram: word, requests: list(z.string()), tls })) })),
  data: z.record(z.string(), maybe(z.object({ file: word }))).catch({}),
  values: z.record(z.string(), z.unknown()).catch({}),
  request: request.catch({}),
  requests: maybe(z.array(request.catch({}))),
  flows: list(z.object({ name: word, steps: list(step) })),
  setup: maybe(z.object({ steps: list(step) })),
  load: maybe(z.object({ phases: list(phase) })),
  sla: list(objective),
  prometheus: maybe(z.object({ rules: maybe(z.union([z.string(), z.array(word)])) })),
  alerts: z.record(z.string(), maybe(z.object({ fires: deadline, resolves: deadline }))).catch({}),
})

export type ReferenceView = z.infer<typeof view>

/** @param file the file's value as read */
export function viewReferences(file: unknown): ReferenceView {
  return view.catch(view.parse({})).parse(file)
}

function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined)
}

/** Entries that are not of the type stay as undefined, so that the others keep their places. */
function list<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(maybe(schema))
    .catch([])
    .transform((items) => items.slice(0, MOST_ITEMS))
}
