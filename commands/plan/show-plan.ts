// What a run is going to do, shown before it does anything.

import { isLocalHost } from '../../core/route/local-host.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import type { Target } from '../../core/scenario/target.ts'
import { hideSecrets } from '../../core/secrets/secrets.ts'
import { isHttpUrl } from '../../core/text/url.ts'
import type { RunOptions } from '../../harness/setup/run-options.ts'
import { overrideScenario } from '../../scenario-file/override-scenario.ts'
import { writeMessage } from '../message.ts'

/** On stdout. Nothing is sent. */
export async function printDryRun(scenario: Scenario, options: RunOptions, json: boolean): Promise<void> {
  const [{ dryRun }, { renderDryRun }, { jsonText }] = await Promise.all([
    import('../../harness/preflight/dry-run.ts'),
    import('../../reports/terminal/plan/render-plan.ts'),
    import('../../reports/json/json-text.ts'),
  ])
  const dry = await dryRun(scenario, options)
  process.stdout.write(hideSecrets(json ? jsonText({ dryRun: true, ...dry }) : renderDryRun(dry)))
}

/** Before a service elsewhere is loaded, whoever watches sees how much. */
export async function showPlan(scenario: Scenario, options: RunOptions, quiet: boolean): Promise<void> {
  const { service } = overrideScenario(scenario, options)
  if (service.kind === 'bundled' || isOnThisMachine(service.target)) return
  const [{ dryRun }, { planInBrief, renderPlan }] = await Promise.all([
    import('../../harness/preflight/dry-run.ts'),
    import('../../reports/terminal/plan/render-plan.ts'),
  ])
  const { plan } = await dryRun(scenario, options)
  // One that is refused has nothing to plan.
  if (plan.isLocal || plan.unnamedHost !== null) return
  writeMessage(process.stderr, quiet ? planInBrief(plan) : renderPlan(plan))
}

function isOnThisMachine({ url, socket }: Target): boolean {
  return socket !== undefined || (isHttpUrl(url) && isLocalHost(new URL(url).hostname))
}
