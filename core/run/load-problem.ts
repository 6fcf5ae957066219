// What went wrong in a run's load without ending it. Judgement reads the kind; `describeLoadProblem` makes the one
// sentence that the live display and every report show.

import { assertNever } from '../assert-never.ts'
import { formatDuration } from '../text/duration.ts'
import { counted, listed, times } from '../text/plural.ts'
import { generatorOnMachine, machinesInWords, type NamedMachine } from './generators/machine-in-words.ts'

export type LoadProblem =
  /** A generator ended, or fell silent, before the run did: its part of the traffic was not sent from then on. */
  | {
      readonly kind: 'generator-lost'
      /** Counted from 1. */
      readonly generator: number
      readonly generators: number
      /** Absent of a thread of this process. */
      readonly machine?: NamedMachine
      /** Seconds of the run up to which its results were received. */
      readonly atSeconds: number
      readonly reason: string
      /** Of its requests in measured phases: of how many nothing came. */
      readonly lost: number
      /**
       * Phases of which it may not have sent its part, as indices into `LoadResult.phases`: they had not ended when its
       * last results came. Of users who wait for their answers nobody knows how much more they would have sent there.
       */
      readonly cutPhases: readonly number[]
    }
  /** The connection pool could not be filled before the first arrival. */
  | {
      readonly kind: 'connections-not-opened'
      /** Of the service under test, without user and password. */
      readonly url: string
      readonly opened: number
      readonly wanted: number
      readonly reason: string
    }
  /** Machines that got no connection to the service, while others got one for each of their requests. */
  | {
      readonly kind: 'machines-cut-off'
      readonly machines: readonly NamedMachine[]
      /** Measured phases, as indices into `LoadResult.phases`: all their requests without a connection were of these machines. */
      readonly phases: readonly number[]
      /** Those requests. */
      readonly requests: number
      /** How many of the other machines the service answered there. */
      readonly answeredElsewhere: number
    }
  /** A process of generators may not open as many files as it would have connections. */
  | {
      readonly kind: 'too-few-open-files'
      /** The limit (ulimit -n). */
      readonly openFiles: number
      readonly wanted: number
      /** Connections that were used instead. */
      readonly allowed: number
      /** The generator whose limit it is; absent where its generators are threads of this process. */
      readonly generator?: string
    }
  /** What the setup captured could not be renewed: requests went on with what there was. */
  | {
      readonly kind: 'setup-not-renewed'
      /** How often it was tried in vain. */
      readonly times: number
      /** The first time, in seconds of the run. */
      readonly atSeconds: number
      /** The request that did not get its expected answer then. */
      readonly step: string
      /** What came instead, redacted. */
      readonly reason: string
    }
  /** Cookies that are for TLS alone came in the clear. They were not kept, as no browser would. */
  | { readonly kind: 'secure-cookies-refused'; readonly names: readonly string[] }
  /** A data set whose rows are sent once had none left for users of a closed phase. The traffic ended there. */
  | {
      readonly kind: 'out-of-rows'
      readonly dataSet: string
      readonly rows: number
      /** Arrivals that had no row, and were not sent. */
      readonly arrivals: number
      readonly atSeconds: number
    }
  /** One of the addresses behind the service's name, to which no connection could be opened. */
  | { readonly kind: 'address-down'; readonly address: string; readonly attempts: number; readonly reason: string }
  /**
   * The broker between coordinator and generators was away for a while. Results waited for it, and none is missing for it
   * where it came back.
   */
  | { readonly kind: 'broker-away'; readonly times: number; readonly seconds: number; readonly isBack: boolean }
  /** Connections on which the service sent bytes that answered no request. Each was closed. */
  | { readonly kind: 'unsolicited-answers'; readonly connections: number }

export function isGeneratorLost(problem: LoadProblem): problem is Extract<LoadProblem, { kind: 'generator-lost' }> {
  return problem.kind === 'generator-lost'
}

export function describeLoadProblem(problem: LoadProblem): string {
  switch (problem.kind) {
    case 'generator-lost': {
      const { generator, generators, machine, atSeconds, reason, lost } = problem
      const who = machine
        ? generatorOnMachine({ generator, machine }, generators)
        : `generator ${generator} of ${generators}`
      return `${who} was lost: ${reason}. Its results came up to ${atSeconds.toFixed(1)} s of the run; of ${counted(lost, 'request')} that it had sent or was to send, nothing came`
    }
    case 'connections-not-opened': {
      const { url, opened, wanted, reason } = problem
      return `${url}: only ${opened} of ${wanted} connections could be opened: ${reason}`
    }
    case 'machines-cut-off': {
      const { machines, requests, answeredElsewhere } = problem
      return `${counted(requests, 'request')} got no connection, all of them of ${machinesInWords(machines)}, while the other machines got one for each of theirs (${counted(answeredElsewhere, 'answer')}): whether the service or the way to it is to blame is not known`
    }
    case 'too-few-open-files': {
      const { openFiles, wanted, allowed, generator = 'this process' } = problem
      return `only ${allowed} of ${wanted} connections were used, because ${generator} may open ${openFiles} files at a time (ulimit -n)`
    }
    case 'out-of-rows': {
      const { dataSet, rows, arrivals, atSeconds } = problem
      return `the data set ${dataSet} ran out after ${atSeconds.toFixed(1)} s of the run: each of its ${counted(rows, 'row')} is sent once, and ${counted(arrivals, 'arrival')} had none left, so the traffic ended there; give it more rows, let the users think longer, or hand rows out again (order: sequence)`
    }
    case 'address-down': {
      const { address, attempts, reason } = problem
      return `${address} is down: none of ${counted(attempts, 'attempt')} to connect to it succeeded, and its share of the traffic went to the other addresses: ${reason}`
    }
    case 'unsolicited-answers':
      return `${problem.connections} connections were closed because the service sent data that answers no request`
    case 'broker-away': {
      const { times: count, seconds, isBack } = problem
      const outages = `the broker was away (${times(count)}, ${formatDuration(seconds)} in all)`
      return isBack
        ? `${outages}; the generators went on by their own clocks, and their results waited for it`
        : `${outages}, and was not back when the run ended: what generators had not delivered by then is missing`
    }
    case 'setup-not-renewed': {
      const { times: count, atSeconds, step, reason } = problem
      return `the setup could not be renewed (${times(count)}, first after ${atSeconds.toFixed(1)} s of the run), so requests went on with what it had captured before: ${step} got ${reason}`
    }
    case 'secure-cookies-refused':
      return `the service sets ${listed(problem.names)} with Secure over http, which is kept by no browser: the cookie was never sent back`
    default:
      return assertNever(problem)
  }
}
