// What a coordinator asks of a generator on another machine. Commands may hold secrets: they go over the broker and are
// never kept by it.

import * as z from 'zod'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { TIMER_MODES } from '../../core/scenario/timer-mode.ts'
import { PROTOCOL_VERSION, type ToGenerator } from '../../load/generator/protocol.ts'
import type { SetupValues } from '../../load/setup/setup-values.ts'
import { expectShape } from './expect-shape.ts'
import { readValue, valueBytes } from './value-bytes.ts'

/** A file as the coordinator has it. */
export interface RunFile {
  /** Its path there, as the plan names it. */
  readonly file: string
  readonly bytes: number
  /** Of its bytes, in hexadecimal digits. */
  readonly sha256: string
}

export type Command =
  /** A run begins: start a thread for it, and report under this subject. */
  | { readonly kind: 'begin'; readonly run: string; readonly results: string }
  /** Data files that the plan names: fetch those that are not here yet. */
  | { readonly kind: 'files'; readonly files: readonly RunFile[] }
  | {
      readonly kind: 'protocol'
      readonly message: ToGenerator
      /** What the generator's clock shows more than the coordinator's. Seconds; instants in `message` are the coordinator's. */
      readonly offsetSeconds: number
    }
  /** The run is over: end its thread, and forget what belongs to it. */
  | { readonly kind: 'end' }
  /** No further run comes. */
  | { readonly kind: 'release' }
  /** It was claimed, and is not needed: wait for another claim. */
  | { readonly kind: 'let-go' }

const version = z.literal(PROTOCOL_VERSION)
const count = z.int().min(0)

/** What a plan holds was checked by the coordinator, which is of the same version of the program. */
const plan = z.custom<LoadPlan>(
  (value) => typeof value === 'object' && value !== null && 'phases' in value && Array.isArray(value.phases),
  'expected a plan',
)

const setup: z.ZodType<SetupValues> = z.object({ generation: count, captured: z.record(z.string(), z.string()) })

const toGenerator: z.ZodType<ToGenerator> = z.discriminatedUnion('type', [
  z.object({
    version,
    type: z.literal('prepare'),
    plan,
    shard: z.object({ index: count, count }),
    connections: count,
    openAtFirst: count,
    setup: setup.exactOptional(),
    secrets: z.array(z.tuple([z.string(), z.string()])),
  }),
  z.object({
    version,
    type: z.literal('start-segment'),
    firstPhase: count,
    endPhase: count,
    startSeconds: z.number(),
    epochSeconds: z.number(),
    timers: z.enum(TIMER_MODES),
  }),
  z.object({ version, type: z.literal('setup-renewed'), setup }),
  z.object({ version, type: z.literal('stop') }),
])

const command: z.ZodType<Command> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), run: z.string(), results: z.string() }),
  z.object({
    kind: z.literal('files'),
    files: z.array(z.object({ file: z.string(), bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  }),
  z.object({ kind: z.literal('protocol'), message: toGenerator, offsetSeconds: z.number() }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('release') }),
  z.object({ kind: z.literal('let-go') }),
])

export function commandBytes(value: Command): Uint8Array<ArrayBuffer> {
  return valueBytes(value)
}

/** @throws WireError where this is no command of this version */
export function readCommand(bytes: Uint8Array): Command {
  return expectShape(command, readValue(bytes), 'a command to a generator: expected one of the protocol')
}
