// The few words by which coordinators and generators find each other, before any of them belongs to a run: JSON. Their
// first fields never change, so that one of another version can be told by its name.

import * as z from 'zod'
import { PROTOCOL_VERSION } from '../../load/generator/protocol.ts'
import { WIRE_VERSION } from './chunks.ts'
import { expectShape } from './expect-shape.ts'
import { WireError } from './wire-error.ts'

/** What both sides must have in common. */
export interface Versions {
  readonly wire: number
  readonly protocol: number
  /** Of the program: a plan is read by the one that wrote it. */
  readonly program: string
}

/** What a generator says of itself. */
export interface AgentFacts {
  /** Of this process, unlike any other. */
  readonly id: string
  readonly name: string
  readonly host: string
  readonly processId: number
  /** `v20.20.2`. */
  readonly node: string
  readonly cores: number
  /** How many files it may have open; null for any number. */
  readonly openFiles: number | null
}

/** A generator's answer to a coordinator that looks for some. */
export interface Hello extends Versions, AgentFacts {
  /** The one run that it is there for; null for any. */
  readonly run: string | null
  readonly isBusy: boolean
}

/** A coordinator wants the generator for its runs. */
export interface Claim extends Versions {
  readonly run: string
  /** From 0. */
  readonly generator: number
  readonly generators: number
}

export type ClaimAnswer = { readonly accepted: true } | { readonly accepted: false; readonly reason: string }

/** Once every quarter of a second, from each side. */
export interface AgentAlive {
  readonly kind: 'generator'
  /** Messages of the run that the broker has acknowledged. */
  readonly delivered: number
  /** Why it cannot go on; null where it can. */
  readonly failure: string | null
}

export interface CoordinatorAlive {
  readonly kind: 'coordinator'
  /** Generators that the run goes on without: they stop. From 0. */
  readonly lost: readonly number[]
}

const versions = { wire: z.number(), protocol: z.number(), program: z.string() }
const count = z.int().min(0)

const hello: z.ZodType<Hello> = z.object({
  ...versions,
  id: z.string().regex(/^[A-Za-z0-9]+$/),
  name: z.string().max(200),
  host: z.string().max(300),
  processId: count,
  node: z.string().max(100),
  cores: count,
  openFiles: count.nullable(),
  run: z.string().nullable(),
  isBusy: z.boolean(),
})
const claim: z.ZodType<Claim> = z.object({ ...versions, run: z.string(), generator: count, generators: count })
const claimAnswer: z.ZodType<ClaimAnswer> = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true) }),
  z.object({ accepted: z.literal(false), reason: z.string() }),
])
const agentAlive: z.ZodType<AgentAlive> = z.object({
  kind: z.literal('generator'),
  delivered: count,
  failure: z.string().nullable(),
})
const coordinatorAlive: z.ZodType<CoordinatorAlive> = z.object({ kind: z.literal('coordinator'), lost: z.array(count) })

export function callBytes(
  call: Hello | Claim | ClaimAnswer | AgentAlive | CoordinatorAlive | Versions,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(call))
}

export const readHello = (bytes: Uint8Array): Hello => read(hello, bytes, 'the answer of a generator')
export const readClaim = (bytes: Uint8Array): Claim => read(claim, bytes, 'the claim of a coordinator')
export const readClaimAnswer = (bytes: Uint8Array): ClaimAnswer =>
  read(claimAnswer, bytes, 'the answer of a generator to a claim')
export const readAgentAlive = (bytes: Uint8Array): AgentAlive =>
  read(agentAlive, bytes, 'a sign of life of a generator')
export const readCoordinatorAlive = (bytes: Uint8Array): CoordinatorAlive =>
  read(coordinatorAlive, bytes, 'a sign of life of a coordinator')

/** The versions that any call begins with. @throws WireError where it has none */
export const readVersions = (bytes: Uint8Array): Versions => read(z.object(versions), bytes, 'a call')

/** Who is called, and for which run, of a call of any version; null where it does not say. */
export interface Called {
  readonly id: string | null
  readonly run: string | null
}

const called = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9]+$/)
    .nullable()
    .catch(null),
  run: z.string().nullable().catch(null),
})

/** @throws WireError where it is no call at all */
export const readCalled = (bytes: Uint8Array): Called => read(called, bytes, 'a call')

export function ownVersions(program: string): Versions {
  return { wire: WIRE_VERSION, protocol: PROTOCOL_VERSION, program }
}

/** Why these two cannot work together, as a phrase that names both; null where they can. */
export function versionConflict(own: Versions, theirs: Versions): string | null {
  if (own.wire !== theirs.wire || own.protocol !== theirs.protocol)
    return `expected the generator protocol ${own.wire}.${own.protocol} (version ${own.program} of the program), got ${theirs.wire}.${theirs.protocol} (version ${theirs.program})`
  if (own.program === theirs.program) return null
  return `expected version ${own.program} of the program, got ${theirs.program}`
}

function read<Call>(schema: z.ZodType<Call>, bytes: Uint8Array, what: string): Call {
  return expectShape(schema, jsonOf(bytes, what), `${what}: expected what this version knows`)
}

function jsonOf(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString())
  } catch (cause) {
    throw new WireError(`${what}: expected JSON, got ${bytes.length} other bytes`, { cause })
  }
}
