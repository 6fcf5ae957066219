// What a run takes of the machine, as its scenario tells.

export interface RunNeeds {
  /** Null: no scenario was named, and the usual one stands for it. */
  readonly scenario: string | null
  readonly connections: number
  readonly generators: number
  /** Whether what answers runs on this machine: it takes cores, and files for its own ends of the connections. */
  readonly isLocal: boolean
  /** Whether connections take local ports: those over a unix domain socket do not. */
  readonly takesPorts: boolean
  /** How late a request may be sent before a run is inconclusive. */
  readonly allowedLagSeconds: number
}
