// What a generator said of its own run. Seconds, but for the CPU time.

export interface Quantiles {
  readonly p50: number | null
  readonly p95?: number | null
  readonly p99: number | null
}

/** Closed loop. */
export interface Throughput {
  readonly ratePerSecond: number
  /** Of user and system, an answer; null where it is not known. */
  readonly cpuMicroseconds: number | null
  readonly serviceTime?: Quantiles
}

/** Open loop. */
export interface Punctuality {
  readonly achieved: number
  readonly sendLag: Quantiles | null
  readonly serviceTime: Quantiles
  readonly responseTime: Quantiles | null
  /** Of a core. */
  readonly cpuShare: number | null
  /** Whether the harness itself calls its generator fit. */
  readonly fit?: boolean
}
