// What is kept of a run with its results, so that it can be judged should whoever leads it die.

import { availableParallelism } from 'node:os'
import type { RunDescription } from '../../core/run/generators/run-description.ts'
import { hideSecretsIn } from '../../core/secrets/secrets.ts'
import { redactScenario, withoutSecrets } from '../../scenario-file/redact-scenario.ts'
import { reportWords } from '../report-words.ts'
import type { RunSetup } from '../setup/run-setup.ts'
import { harnessVersion } from '../version.ts'

export function describeRun({ scenario, cwd, workers, replay, repeat }: RunSetup): RunDescription {
  return hideSecretsIn(
    {
      scenario: withoutSecrets(scenario, cwd),
      redactedScenario: redactScenario(scenario, cwd),
      workers,
      replay: replay(scenario.load.seed, repeat),
      ledBy: {
        harnessVersion,
        nodeVersion: process.version,
        platform: `${process.platform} ${process.arch}`,
        cpuCount: availableParallelism(),
      },
    },
    reportWords,
  )
}
