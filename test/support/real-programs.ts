// Tests that run the real Prometheus, Alertmanager or promtool. On a machine without them they are skipped, and say so;
// where CI is set, a missing one is a failure.

import { describe, it } from 'vitest'
import { findBinary, type Program } from '../../prometheus/local/programs/find-binary.ts'

type Binaries<Needed extends Program> = Readonly<Record<Needed, string>>

/** A `describe` that is given the paths of the programs it needs. */
export function describeReal<Needed extends Program>(
  name: string,
  needed: readonly Needed[],
  body: (binaries: Binaries<Needed>) => void,
): void {
  const found = needed.map((program) => [program, pathOf(program)] as const)
  const missing = found.filter(([, path]) => path === undefined).map(([program]) => program)
  const notice = `no ${missing.join(', ')} here: run .ci/install-components`
  if (missing.length === 0) describe(name, () => body(Object.fromEntries(found) as Binaries<Needed>))
  else if (process.env.CI) it(name, () => Promise.reject(new Error(notice)))
  else it.skip(`${name} (skipped: ${notice})`, () => {})
}

/** The real Prometheus: 2 as Debian carries it, and 3 where .ci/fetch-prometheus-3 found one. */
export function prometheusBinaries(prometheus: string): readonly (readonly [string, string])[] {
  const third = process.env.SLA_HARNESS_PROMETHEUS3_BIN
  return [['the Prometheus on PATH', prometheus], ...(third ? [['Prometheus 3', third] as const] : [])]
}

function pathOf(program: Program): string | undefined {
  try {
    return findBinary(program, process.env)
  } catch {
    return undefined
  }
}
