// What was seen of somebody's own service. Null is what could not be seen.

import type { TlsUse } from '../route/peer.ts'
import type { PreflightFinding, TrialCount, TriedRequest } from '../run/preflight/preflight.ts'

/** One address at which connections are opened. */
export interface ReachFacts {
  /** As it may be shown: an address and a port, or a socket. */
  readonly address: string
  /** The shortest of several attempts; null where none succeeded. */
  readonly connectSeconds: number | null
  /** Why the last attempt failed; null where none did. */
  readonly failure: string | null
}

export interface TlsFacts {
  /** Whose: `target`, `metrics`. */
  readonly of: string
  readonly use: TlsUse
  /** Why the certificate is not trusted; null where it is. */
  readonly distrust: string | null
  /** Whether a run would refuse one that is not. */
  readonly verifies: boolean
}

/** One answer with a `Date` header. Times in seconds since 1970. */
export interface DateReading {
  /** By this machine's clock: just before the request was written, and when the head of its answer had been read. */
  readonly sentSeconds: number
  readonly receivedSeconds: number
  /** What the answer says, in whole seconds; a cache's `Age` is added. */
  readonly dateSeconds: number
  /** Whether a cache's `Age` is in it, which is rounded as well. */
  readonly isCached: boolean
}

export interface ScrapeFacts {
  /** As it may be shown. */
  readonly url: string
  /** Of each scrape: from the request to the whole page. */
  readonly seconds: readonly number[]
  readonly bytes: number
  readonly samples: number
}

/** The histogram that the scenario names. */
export interface LayoutFacts {
  readonly name: string
  /** Finite ones, in seconds, ascending. */
  readonly bounds: readonly number[]
  /** Label sets with buckets of their own; null where they are not known. */
  readonly labelSets: number | null
}

/** A limit of an objective. */
export interface LimitFacts {
  /** As written: `p95 < 300ms`. */
  readonly text: string
  readonly seconds: number
}

/** What one request of each kind showed, and the looks at the metrics around them. */
export interface TrialFacts {
  /** Why nothing was sent; null where it was. */
  readonly untried: string | null
  /** Empty where a finding ended the trial. */
  readonly requests: readonly TriedRequest[]
  readonly findings: readonly PlacedFinding[]
  /** Null where nothing was tried, or where the pages cannot tell. */
  readonly counted: TrialCount | null
  /** Why the trial could not be done at all; null where it could. */
  readonly failure: string | null
}

export interface PlacedFinding extends PreflightFinding {
  /** Its file, line and path. */
  readonly place: string
}

/** The pages, looked at a few times within a second or so in which nothing was sent. */
export interface MetricsFacts {
  readonly scrapes: readonly ScrapeFacts[]
  /** Null where the histogram is not printed. */
  readonly layout: LayoutFacts | null
  /** How many observations it made meanwhile; null where it is not printed, or where its counts fell. */
  readonly movedBy: number | null
}

/** A page of metrics that the scenario does not name. */
export interface UnnamedMetrics {
  readonly url: string
  /** The likeliest to observe requests to this service; null where there is none with buckets. */
  readonly histogram: string | null
}

/** Who would evaluate the rules, where that is no part of the harness. */
export type PrometheusFacts =
  /** Started for the run: absolute paths of the programs. */
  | { readonly kind: 'local'; readonly programs: readonly string[] }
  | {
      readonly kind: 'remote'
      /** `Prometheus 3.5.0` */
      readonly name: string
      /** Its clock before this machine's; 0 where the difference is too small to be told. */
      readonly aheadSeconds: number
      /** Null where it has not scraped the histogram twice lately. */
      readonly scrapeIntervalSeconds: number | null
    }
  /** It could not be used, and why. */
  | { readonly kind: 'failed'; readonly failure: string }
