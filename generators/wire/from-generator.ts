// What a generator reports, checked as it comes from the wire: nothing that another program has written may reach the
// figures of a run.

import * as z from 'zod'
import type { LatencyCounts } from '../../core/latency/latency-counts.ts'
import type { Peer } from '../../core/route/peer.ts'
import type { AnswerRecord } from '../../core/run/answer-record.ts'
import { ERROR_KINDS, type FirstError, type FlowIterations, type OpeningCost } from '../../core/run/load-result.ts'
import { type FromGenerator, PROTOCOL_VERSION } from '../../load/generator/protocol.ts'
import type { ThreadLoad } from '../../load/recording/thread-load.ts'
import { type RequestTimings, timingsCount } from '../../load/recording/timings.ts'
import { expectShape } from './expect-shape.ts'
import { sealedColumns, sealedTimings } from './sealed-columns.ts'
import { readValue, valueBytes } from './value-bytes.ts'
import { WireError } from './wire-error.ts'

const number = z.number()
/** JSON's numbers are finite; a set of no latencies has none for its bounds. */
const anyNumber = z.custom<number>((value) => typeof value === 'number')
const count = z.int().min(0)

const f64 = z.custom<Float64Array<ArrayBuffer>>((value) => value instanceof Float64Array, 'expected a Float64Array')
const u16 = z.custom<Uint16Array<ArrayBuffer>>((value) => value instanceof Uint16Array, 'expected a Uint16Array')
const u8 = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'expected a Uint8Array')

const latencies: z.ZodType<LatencyCounts> = z
  .object({
    values: f64,
    counts: f64,
    unbounded: count,
    minSeconds: anyNumber,
    maxSeconds: anyNumber,
    sumSeconds: anyNumber,
  })
  .refine(({ values, counts }) => values.length === counts.length, 'expected as many counts as values')

const timings: z.ZodType<RequestTimings> = z
  .object({
    intendedSeconds: f64,
    sentSeconds: f64,
    firstByteSeconds: f64,
    endedSeconds: f64,
    sendLagSeconds: f64,
    sendState: u8,
    phase: u16,
    request: u16,
    outcome: u8,
    status: u16,
  })
  .refine(
    (columns) => Object.values(columns).every(({ length }) => length === timingsCount(columns)),
    'expected columns of one length',
  )

const load: z.ZodType<ThreadLoad> = z.object({
  wallSeconds: number,
  activeSeconds: number,
  cpuSeconds: number,
  waitingForCoreSeconds: number,
  saturatedSeconds: number,
})

const errorKind = z.enum(ERROR_KINDS)

const firstError: z.ZodType<FirstError> = z.object({
  request: count,
  kind: errorKind,
  atSeconds: number,
  reason: z.string().nullable(),
  answer: z
    .object({
      status: count,
      statusLine: z.string(),
      contentType: z.string().nullable(),
      contentEncoding: z.string().nullable(),
      location: z.string().nullable(),
      body: z.string(),
    })
    .nullable(),
})

const answers: z.ZodType<AnswerRecord> = z.object({
  checks: z.array(z.object({ request: count, check: count, judged: count, failed: count, unreadable: count })),
  failures: z.array(
    z.object({
      request: count,
      check: count,
      atSeconds: number,
      got: z.string(),
      status: count,
      contentType: z.string().nullable(),
      body: z.string(),
    }),
  ),
  redirects: z.array(z.object({ request: count, hops: count, requests: count })),
})

const iterations: z.ZodType<FlowIterations> = z.object({
  phase: count,
  flow: count,
  offered: count,
  completed: count,
  failures: z.array(z.object({ step: count, kind: z.enum([...ERROR_KINDS, 'timeout']), count })),
  duration: latencies,
})

const openingCost: z.ZodType<OpeningCost> = z.object({
  phase: count,
  request: count,
  requests: count,
  connectTime: latencies,
  tlsTime: latencies,
  timeToFirstByte: latencies,
  serviceTime: latencies,
  timeFromTls: latencies,
  timeFromConnect: latencies,
})

const peer: z.ZodType<Peer> = z.object({
  addresses: z.array(z.object({ address: z.string(), opened: count, failed: count, reason: z.string().nullable() })),
  tls: z
    .object({
      protocol: z.string(),
      cipher: z.string(),
      subject: z.string().nullable(),
      issuer: z.string().nullable(),
      validTo: z.string().nullable(),
      verified: z.boolean(),
    })
    .nullable(),
})

const version = z.literal(PROTOCOL_VERSION)

const fromGenerator: z.ZodType<FromGenerator> = z.discriminatedUnion('type', [
  z.object({
    version,
    type: z.literal('ready'),
    openConnections: count,
    connectFailure: z.string().nullable(),
    wakeError: latencies,
  }),
  z.object({
    version,
    type: z.literal('timings'),
    atSeconds: number,
    timings,
    sealed: sealedTimings.exactOptional(),
    offered: count,
    inFlight: count,
    backlog: count,
    inFlightMax: count,
    backlogMax: count,
    load,
    startLateSeconds: number.exactOptional(),
    firstErrors: z.array(firstError),
    outOfRows: z.array(count).exactOptional(),
    answers: answers.exactOptional(),
    iterations: z.array(iterations).exactOptional(),
    open: z.array(z.object({ second: count, phase: count, request: count, count })).exactOptional(),
  }),
  z.object({ version, type: z.literal('setup-refused'), generation: count }),
  z.object({ version, type: z.literal('segment-done'), firstPhase: count, wakeError: latencies }),
  z.object({
    version,
    type: z.literal('done'),
    stoppedSeconds: number,
    eventLoopDelay: latencies,
    cpuShare: number,
    waiting: z.object({ wakeError: latencies, spinningShare: number, alarmClockShare: number }),
    connectionTimes: z.object({ connectTime: latencies, tlsTime: latencies }),
    openingCosts: z.array(openingCost),
    peer,
    unsolicited: count,
    refusedCookies: z.array(z.string()).exactOptional(),
  }),
  z.object({ version, type: z.literal('failed'), reason: z.string() }),
])

export function fromGeneratorBytes(message: FromGenerator): Uint8Array<ArrayBuffer> {
  const isSealed = message.type === 'timings' && message.sealed !== undefined
  return valueBytes(isSealed ? { ...message, sealed: sealedColumns(message.sealed) } : message)
}

/** @throws WireError where this is no message of a generator, or one of another version */
export function readFromGenerator(bytes: Uint8Array): FromGenerator {
  const value = readValue(bytes)
  expectProtocol(value)
  return expectShape(fromGenerator, value, 'a message of a generator: expected one of the protocol')
}

/** @throws WireError where the other side speaks another version of the generator protocol */
function expectProtocol(value: unknown): void {
  const theirs = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined
  if (theirs !== PROTOCOL_VERSION)
    throw new WireError(`generator protocol: expected version ${PROTOCOL_VERSION}, got ${String(theirs)}`)
}
