// One thing that `doctor` looked at, before anything is measured. A check states what was seen; nothing is taken to be right
// because it could not be seen.

/** In the order in which they are shown. */
export const CHECK_IDS = [
  // ---- of the machine ----
  'cores',
  'cpu-quota',
  'memory',
  'open-files',
  'ports',
  'timers',
  'clock-source',
  'other-load',
  'report-folder',
  // ---- of the scenario and its target ----
  'scenario',
  'allowed-host',
  'reachable',
  'tls',
  'requests',
  'metrics-page',
  'scrape-duration',
  'histogram',
  'histogram-moving',
  'thresholds',
  'layout',
  'clock-offset',
  'prometheus',
] as const

export type CheckId = (typeof CHECK_IDS)[number]

/** `problem`: a run would fail to begin, or prove nothing. `warning`: it may. `unknown`: it could not be seen. */
export type CheckState = 'ok' | 'warning' | 'problem' | 'unknown'

export interface DoctorCheck {
  readonly id: CheckId
  readonly state: CheckState
  /** What was seen, as a phrase without a full stop: `2 cores`. */
  readonly observed: string
  /** What to do; null where there is nothing to do, or nothing known. */
  readonly advice: string | null
  /** The numbers behind it, their units in their names; null for what could not be seen. */
  readonly figures: Readonly<Record<string, number | string | boolean | null>>
}

export interface DoctorReport {
  readonly schemaVersion: 1
  /** Null where none was named. */
  readonly scenario: string | null
  /** As it may be shown; null for the bundled server, and without a scenario. */
  readonly target: string | null
  readonly machine: readonly DoctorCheck[]
  /** Empty without a scenario. */
  readonly service: readonly DoctorCheck[]
}

export function checksIn({ machine, service }: DoctorReport): readonly DoctorCheck[] {
  return [...machine, ...service]
}
