import { describe, expect, it } from 'vitest'
import { NO_LATENCIES } from '../../../core/latency/latency-counts.ts'
import { fromGeneratorBytes, readFromGenerator } from '../../../generators/wire/from-generator.ts'
import { sealedColumns } from '../../../generators/wire/sealed-columns.ts'
import { valueBytes } from '../../../generators/wire/value-bytes.ts'
import { type FromGenerator, PROTOCOL_VERSION, type Timings } from '../../../load/generator/protocol.ts'
import { sealMessage } from '../../../load/generator/seal-message.ts'
import { COMPLETED } from '../../../load/recording/outcome.ts'
import { TimingColumns } from '../../../load/recording/timings.ts'
import { loadPlan } from '../../support/load-plan.ts'
import { latenciesOf } from '../../support/sample-load.ts'

const version = PROTOCOL_VERSION

const READY: FromGenerator = {
  version,
  type: 'ready',
  openConnections: 4,
  connectFailure: null,
  wakeError: latenciesOf(0.001, 0.002),
}

const ANSWERS = {
  checks: [{ request: 0, check: 0, judged: 3, failed: 1, unreadable: 0 }],
  failures: [{ request: 0, check: 0, atSeconds: 1, got: 'x', status: 200, contentType: null, body: '' }],
  redirects: [{ request: 0, hops: 1, requests: 2 }],
}

function timings(rows: number): Timings {
  const columns = new TimingColumns()
  for (let i = 0; i < rows; i++)
    columns.add({
      intendedSeconds: i / 1e3,
      sentSeconds: i / 1e3,
      firstByteSeconds: Number.NaN,
      endedSeconds: i / 1e3 + 0.01,
      sendLagSeconds: 0,
      sendState: 1,
      phase: 0,
      request: 0,
      outcome: COMPLETED,
      status: 200,
    })
  return {
    version,
    type: 'timings',
    atSeconds: 1,
    timings: columns.take(),
    offered: rows,
    inFlight: 0,
    backlog: 0,
    inFlightMax: 1,
    backlogMax: 0,
    load: { wallSeconds: 1, activeSeconds: 0.1, cpuSeconds: 0.1, waitingForCoreSeconds: 0, saturatedSeconds: 0 },
    firstErrors: [
      {
        request: 0,
        kind: 'status',
        atSeconds: 0.5,
        reason: null,
        answer: {
          status: 500,
          statusLine: 'HTTP/1.1 500 No',
          contentType: null,
          contentEncoding: null,
          location: null,
          body: '',
        },
      },
    ],
    outOfRows: [1],
    answers: ANSWERS,
    iterations: [
      {
        phase: 0,
        flow: 0,
        offered: 1,
        completed: 0,
        failures: [{ step: 0, kind: 'timeout', count: 1 }],
        duration: NO_LATENCIES,
      },
    ],
  }
}

const DONE: FromGenerator = {
  version,
  type: 'done',
  stoppedSeconds: 12,
  eventLoopDelay: NO_LATENCIES,
  cpuShare: 0.2,
  waiting: { wakeError: NO_LATENCIES, spinningShare: 0, alarmClockShare: 0 },
  connectionTimes: { connectTime: latenciesOf(0.01), tlsTime: NO_LATENCIES },
  openingCosts: [
    {
      phase: 0,
      request: 0,
      requests: 1,
      connectTime: latenciesOf(0.01),
      tlsTime: NO_LATENCIES,
      timeToFirstByte: latenciesOf(0.02),
      serviceTime: latenciesOf(0.02),
      timeFromTls: latenciesOf(0.02),
      timeFromConnect: latenciesOf(0.03),
    },
  ],
  peer: {
    addresses: [{ address: '127.0.0.1:80', opened: 1, failed: 0, reason: null }],
    tls: { protocol: 'TLSv1.3', cipher: 'a', subject: 'b', issuer: null, validTo: null, verified: true },
  },
  unsolicited: 0,
  refusedCookies: ['a'],
}

describe('what a generator reports', () => {
  it.each<[string, FromGenerator]>([
    ['that it is ready', READY],
    ['timings', timings(20)],
    ['no timings', timings(0)],
    ['counts in place of timings', sealMessage(timings(2000), loadPlan('http://127.0.0.1'))],
    ['that the setup was refused', { version, type: 'setup-refused', generation: 2 }],
    ['that a segment is done', { version, type: 'segment-done', firstPhase: 1, wakeError: NO_LATENCIES }],
    ['its last', DONE],
    ['that it failed', { version, type: 'failed', reason: 'no memory' }],
  ])('comes as it was sent: %s', (_, message) => {
    expect(readFromGenerator(fromGeneratorBytes(message))).toStrictEqual(message)
  })

  it.each<[string, object, string]>([
    ['another version', { ...READY, version: 2 }, 'generator protocol: expected version 1, got 2'],
    ['no version', { type: 'ready' }, 'got undefined'],
    ['an unknown type', { version, type: 'gossip' }, 'type'],
    ['a figure that is missing', { ...READY, openConnections: undefined }, 'openConnections'],
    ['a negative count', { ...READY, openConnections: -1 }, 'openConnections'],
    ['counts that do not belong to the values', badLatencies(), 'expected as many counts as values'],
    ['columns of different lengths', badTimings(), 'expected columns of one length'],
    ['a column of another kind', wrongColumn(), 'expected a Float64Array'],
    ['packed latencies that end too soon', badSealed(), 'expected columns that fit together'],
  ])('is refused where it has %s', (_, message, said) => {
    expect(() => readFromGenerator(valueBytes(message))).toThrow(said)
  })
})

function badLatencies(): object {
  return { ...READY, wakeError: { ...latenciesOf(0.1), counts: Float64Array.of(1, 2, 3) } }
}

function badTimings(): object {
  const message = timings(3)
  return { ...message, timings: { ...message.timings, phase: Uint16Array.of(1) } }
}

function wrongColumn(): object {
  const message = timings(3)
  return { ...message, timings: { ...message.timings, sentSeconds: Uint8Array.of(1, 2, 3) } }
}

function badSealed(): object {
  const { sealed, ...message } = sealMessage(timings(2000), loadPlan('http://127.0.0.1'))
  if (sealed === undefined) throw new Error('expected counts in place of rows')
  const columns = sealedColumns(sealed)
  const { latencies } = columns
  return { ...message, sealed: { ...columns, latencies: { ...latencies, bytes: latencies.bytes.slice(0, -1) } } }
}
