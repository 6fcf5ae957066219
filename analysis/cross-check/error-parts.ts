// Splits the error of an estimate into its parts, which sum to it. Seconds.
//
//   error = estimate − response time = interpolation + vantage + waiting
//   interpolation = estimate − exact server-side quantile
//   vantage       = exact server-side quantile − service time: server/client gap (network and queueing)
//   waiting       = service time − response time: queueing delay, the wait before a request was sent
//
// Where the stages of the way were measured, two of the parts are divided further, with nothing left over:
//
//   vantage = beforeFirstByte + afterFirstByte     waiting = tls + connect + queue

import type { CrossCheckRow } from '../../core/report/report.ts'

/** Null for what one of its two figures is missing for; without the server's own record, two parts are given as one sum. */
export function errorParts({
  estimate,
  exactServer,
  exactClientServiceTime,
  exactClient,
}: Pick<CrossCheckRow, 'estimate' | 'exactServer' | 'exactClientServiceTime' | 'exactClient'>): Omit<
  CrossCheckRow['parts'],
  'split'
> {
  return {
    interpolation: difference(estimate, exactServer),
    vantage: difference(exactServer, exactClientServiceTime),
    waiting: difference(exactClientServiceTime, exactClient),
    interpolationAndVantage: exactServer === null ? difference(estimate, exactClientServiceTime) : null,
  }
}

/** Quantiles of the stages, in seconds; null where one is not known. */
export interface StageQuantiles {
  readonly timeToFirstByte: number | null
  readonly timeFromTls: number | null
  readonly timeFromConnect: number | null
}

/** Null for what one of its two figures is missing for. */
export function splitParts(
  {
    exactServer,
    exactClientServiceTime,
    exactClient,
  }: Pick<CrossCheckRow, 'exactServer' | 'exactClientServiceTime' | 'exactClient'>,
  { timeToFirstByte, timeFromTls, timeFromConnect }: StageQuantiles,
): NonNullable<CrossCheckRow['parts']['split']> {
  return {
    beforeFirstByte: difference(exactServer, timeToFirstByte),
    afterFirstByte: difference(timeToFirstByte, exactClientServiceTime),
    tls: difference(exactClientServiceTime, timeFromTls),
    connect: difference(timeFromTls, timeFromConnect),
    queue: difference(timeFromConnect, exactClient),
  }
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b
}
