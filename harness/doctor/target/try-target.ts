// What a run would try before its load: readiness, the setup, one request of each kind, and the metrics around them.

import type { PlacedFinding, TrialFacts } from '../../../core/doctor/target-facts.ts'
import type { PreflightFinding } from '../../../core/run/preflight/preflight.ts'
import { UserError } from '../../../core/user-error.ts'
import { openLoadSetup } from '../../open-load-setup.ts'
import { MetricsTrial } from '../../preflight/metrics-trial.ts'
import { placesInFile } from '../../preflight/places-in-file.ts'
import { PreflightError } from '../../preflight/preflight-error.ts'
import { awaitService, runPreflight } from '../../preflight/run-preflight.ts'
import type { ServiceUnderTest } from '../../service-under-test.ts'
import type { RunSetup } from '../../setup/run-setup.ts'

export async function tryTarget(service: ServiceUnderTest, setup: RunSetup): Promise<TrialFacts> {
  try {
    await awaitService(service, setup)
    const loadSetup = await openLoadSetup(service, setup)
    const tried = await runPreflight(service, setup, loadSetup?.values)
    const { requests, findings, counted } = tried ?? { requests: [], findings: [], counted: null }
    return { untried: null, failure: null, requests, findings: placed(findings, setup), counted }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const nothing = { untried: null, requests: [], counted: null }
    if (!(error instanceof PreflightError)) return { ...nothing, failure: error.message, findings: [] }
    return { ...nothing, failure: null, findings: placed(error.findings, setup) }
  }
}

/** Only the pages are looked at. @param untried why */
export async function lookWithoutTrying(
  { metrics }: ServiceUnderTest,
  setup: RunSetup,
  untried: string,
): Promise<TrialFacts> {
  const nothing = { untried, failure: null, requests: [], counted: null }
  if (metrics === null || setup.prometheus.kind === 'remote') return { ...nothing, findings: [] }
  const trial = new MetricsTrial(metrics, setup)
  try {
    const look = await trial.firstLook()
    return { ...nothing, findings: 'severity' in look ? placed([look], setup) : [] }
  } finally {
    await trial.close()
  }
}

function placed(findings: readonly PreflightFinding[], { scenario, cwd }: RunSetup): readonly PlacedFinding[] {
  if (findings.length === 0) return []
  const placeOf = placesInFile(scenario, cwd)
  return findings.map((finding) => ({ ...finding, place: placeOf(finding.at) }))
}
