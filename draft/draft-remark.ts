// What whoever reads a draft has to know, as facts. Its words are in remark-sentence.ts.

export type DraftRemark =
  /** No page of metrics was found at these URLs. */
  | { readonly kind: 'no-metrics'; readonly tried: readonly string[] }
  /** Pages that want credentials. */
  | {
      readonly kind: 'metrics-refused'
      readonly urls: readonly string[]
      /** Whose value was sent; null where none was. */
      readonly variable: string | null
    }
  /** The page has no metric that observes latencies. */
  | { readonly kind: 'no-histogram'; readonly url: string }
  /** All that it has is about what the service asks of others. */
  | { readonly kind: 'only-dependencies'; readonly names: readonly string[] }
  | { readonly kind: 'native'; readonly name: string }
  | { readonly kind: 'summary'; readonly name: string }
  | { readonly kind: 'several-histograms'; readonly chosen: string; readonly others: readonly string[] }
  /** The histogram is declared, and has no series. */
  | { readonly kind: 'no-series'; readonly name: string }
  /** Too few observations to propose anything by. */
  | { readonly kind: 'no-traffic'; readonly name: string; readonly count: number }
  | { readonly kind: 'unit-assumed'; readonly name: string; readonly highestBound: number }
  | {
      readonly kind: 'limit-no-bound'
      readonly limitSeconds: number
      /** Null below the first. */
      readonly belowSeconds: number | null
      readonly aboveSeconds: number
    }
  | { readonly kind: 'limit-above-bounds'; readonly limitSeconds: number; readonly highestBoundSeconds: number }
  /** Too many requests take longer than the highest bound. */
  | { readonly kind: 'bounds-too-low'; readonly share: number; readonly highestBoundSeconds: number }
  /** The measured phases send fewer requests than the objective needs. */
  | {
      readonly kind: 'few-requests'
      readonly objective: string
      readonly requests: number
      readonly needed: number
      readonly neededSeconds: number
      readonly neededRate: number
    }
  /** More is sent than the service gets now, because that would prove nothing in the time. */
  | {
      readonly kind: 'rate-raised'
      readonly observedRate: number
      readonly rate: number
      readonly neededSeconds: number
    }
  | { readonly kind: 'rate-lowered'; readonly observedRate: number; readonly rate: number }
  | { readonly kind: 'routes-unknown'; readonly routes: readonly string[] }
  /** A request was tried and not answered as is expected, so it is left out. */
  | { readonly kind: 'request-refused'; readonly request: string; readonly got: string }
  /** Nothing but the address is known. */
  | { readonly kind: 'address-only'; readonly request: string }
  /** It was answered, and the histogram did not count it. */
  | { readonly kind: 'uncounted'; readonly requests: readonly string[]; readonly histogram: string }
  | { readonly kind: 'untried'; readonly requests: readonly string[] }
  | { readonly kind: 'others-traffic'; readonly perSecond: number }
  | { readonly kind: 'server-errors'; readonly share: number }
  | { readonly kind: 'secret'; readonly variable: string; readonly place: string }
  | { readonly kind: 'omitted'; readonly count: number; readonly what: string; readonly why: string }
  | { readonly kind: 'other-host'; readonly host: string }
