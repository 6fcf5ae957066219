// What a coordinator keeps beside the results of its run: who sends what, when the segments started, and which generators
// it went on without. It is there for whoever finds the results should it die, and holds no secret.

import * as z from 'zod'
import type { GeneratorMachine } from '../../core/run/generators/generator-facts.ts'
import type { RunDescription } from '../../core/run/generators/run-description.ts'
import { TIMER_MODES, type TimerMode } from '../../core/scenario/timer-mode.ts'
import type { Versions } from './call.ts'
import { expectShape } from './expect-shape.ts'
import { readValue, valueBytes } from './value-bytes.ts'
import { WireError } from './wire-error.ts'

export type JournalEntry =
  | {
      readonly kind: 'run'
      readonly versions: Versions
      /** The name under which generators serve the command that leads it, which may lead several runs. */
      readonly session: string
      readonly description: RunDescription
      /** Of the generators, in their order. */
      readonly machines: readonly GeneratorMachine[]
    }
  | {
      readonly kind: 'segment'
      readonly firstPhase: number
      readonly endPhase: number
      /** On the coordinator's clock. */
      readonly startSeconds: number
      readonly epochSeconds: number
      readonly epochAtUnixMs: number
      readonly timers: TimerMode
    }
  | {
      readonly kind: 'lost'
      /** From 0. */
      readonly generator: number
      readonly reason: string
      /** Of the run. */
      readonly noticedSeconds: number
      /** How many of its messages had come: what comes after them belongs to no result. */
      readonly messages: number
    }

const versions = z.object({ wire: z.number(), protocol: z.number(), program: z.string() })
const count = z.int().min(0)

/** What it holds was made by the same version of the program, which is compared before anything of it is read. */
const description = z.custom<RunDescription>(
  (value) => typeof value === 'object' && value !== null && 'scenario' in value && 'ledBy' in value,
  'expected a description of a run',
)
const machines = z.custom<readonly GeneratorMachine[]>(
  (value) => Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null && 'name' in each),
  'expected generators',
)

const entry: z.ZodType<JournalEntry> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), versions, session: z.string(), description, machines }),
  z.object({
    kind: z.literal('segment'),
    firstPhase: count,
    endPhase: count,
    startSeconds: z.number(),
    epochSeconds: z.number(),
    epochAtUnixMs: z.number(),
    timers: z.enum(TIMER_MODES),
  }),
  z.object({
    kind: z.literal('lost'),
    generator: count,
    reason: z.string(),
    noticedSeconds: z.number(),
    messages: count,
  }),
])

export function journalBytes(value: JournalEntry): Uint8Array<ArrayBuffer> {
  return valueBytes(value)
}

/** @throws WireError where this is no entry, or one of another version of the program than `program` */
export function readJournalEntry(bytes: Uint8Array, program: string): JournalEntry {
  const value = readValue(bytes)
  const versioned = z.object({ versions }).safeParse(value)
  if (versioned.success && versioned.data.versions.program !== program)
    throw new WireError(
      `expected a run that was led by version ${program} of the program, as this one is, got ${versioned.data.versions.program}`,
    )
  return expectShape(entry, value, 'an entry in the journal of a run: expected one of this version')
}
