// `sla-harness drill`: what alerts do in simulated months, quiet ones and ones with incidents. Nothing is sent.
// Exits with 0 once it ran, 1 where an expectation is not met, 3 where one cannot be told.

import { Command } from 'commander'
import { EXPECTATION_FORMS } from '../../analysis/drill/drill-expectation.ts'
import { withPowerCurve } from '../../analysis/drill/with-power-curve.ts'
import { CATALOGUE_NAMES } from '../../core/drill/incident-catalogue.ts'
import type { DrillProgressLine } from '../../reports/drill/terminal/drill-progress.ts'
import { EXIT_CODES, exitCodeOfExpectations } from '../exit-code.ts'
import { addDrillFlags, type DrillFlags, drillOptions } from '../flags/drill-flags.ts'
import { addPowerFlags, type PowerFlags, powerRequest } from '../flags/power-flags.ts'
import { addReportFlags, type ReportFlags } from '../flags/report-flags.ts'
import { type Example, withExamples } from '../help/examples.ts'
import { writeMessage } from '../message.ts'
import { interruptSignal } from '../process/interrupt.ts'

interface Flags extends DrillFlags, PowerFlags, ReportFlags {}

const EXAMPLES: readonly Example[] = [
  { does: 'what do my alerts see, and what do they miss?', run: 'sla-harness drill --rules rules.yml' },
  {
    does: 'does that hold with other draws of the same traffic, too?',
    run: "sla-harness drill --rules rules.yml --seeds 100 --expect 'pages within 10m of outage'",
  },
  {
    does: 'with the traffic, latencies and rules of a scenario',
    run: 'sla-harness drill --scenario steady',
  },
  {
    does: 'with the traffic that a Prometheus recorded, and the waits of an Alertmanager',
    run: 'sla-harness drill --rules rules.yml --prometheus http://127.0.0.1:9090 --alertmanager alertmanager.yml',
  },
  {
    does: 'how small an incident do they still find, by day and by night?',
    run: 'sla-harness drill --rules rules.yml --smallest-incident',
  },
  {
    does: 'which `for`, threshold and buckets find it in time, at the least cost?',
    run: `sla-harness drill --rules rules.yml --detect '10% of requests 2x slower for 5m' --within 3m \\
    --false 1/30d --for 0s,1m,2m --threshold 0.3,0.5 --layout 0.1,0.3,0.5,1`,
  },
  {
    does: 'as a gate',
    run: `sla-harness drill --rules rules.yml --expect 'pages within 10m of outage' \\
    --expect 'never in a quiet month'`,
  },
]

const REMARKS = `
Nothing is sent: a month of requests is drawn, scraped and evaluated in virtual time. What it says is about the rules under
the model that the report states, and never about a service.

Incidents of the catalogue: ${CATALOGUE_NAMES.join(', ')}.
--incidents takes a file such as: incidents: [{ name: slow, at: 2d14h, for: 1h, share: 10%, slowdown: 3 }]

--expect takes: ${EXPECTATION_FORMS.join(' | ')}; with a name or a label before it, of these alerts:
'CheckoutSlow: never in a quiet month', 'severity=page: pages within 5m of outage'.

With --seeds all months are simulated so often: what is expected of an incident is met where it holds in --power of the seeds
or more (95% confidence), what is never to happen where it did in none; the timeline is that of --seed.

--detect takes: '10% of requests 2x slower for 5m', '5% of requests fail for 2m', each also with "by day" or "by night". It
is judged like an expectation: found within --within in --power of the cases, with at most --false pages of no incident.
--layout, --for, --range and --threshold try other buckets and rules, and the cheapest that do what is asked are proposed.

Exit codes: 0 it ran, 1 an expectation is not met, 2 bad usage or input, 3 an expectation cannot be told
or no alert can be simulated, 130 interrupted.`

const BEAT_MS = 1000

export function drillCommand(): Command {
  const command = new Command('drill').description(
    'what alerts do in simulated months: which incidents they find and how late, and how often they page falsely',
  )
  addReportFlags(addPowerFlags(addDrillFlags(command)), 'reports/drills')
    .addHelpText('after', REMARKS)
    .action(drill)
  return withExamples(command, EXAMPLES)
}

async function drill(flags: Flags): Promise<void> {
  const options = drillOptions(flags)
  const asked = await powerRequest(flags, (sentence) => writeMessage(process.stderr, sentence))
  // Loaded only now: a mistake in the flags should not have to wait for the PromQL parser.
  const { prepareDrill } = await import('../../harness/drill/prepare-drill.ts')
  const surroundings = { cwd: process.cwd(), environment: process.env, nowMs: () => Date.now() }
  const prepared = await prepareDrill(options, surroundings)
  const { drillRules } = await import('../../harness/drill/drill-rules.ts')
  const { drillPower } = await import('../../harness/drill/drill-power.ts')
  const { claimReportFolder } = await import('../../reports/published/claim-report-folder.ts')
  const { drillProgressLine } = await import('../../reports/drill/terminal/drill-progress.ts')
  const { publishDrill } = await import('../../reports/drill/publish-drill.ts')
  const folder = await claimReportFolder('drills', { out: flags.out, rules: prepared.rules, startedAt: new Date() })
  const { stdout, stderr, env: environment } = process
  const { json = false, quiet = false, markdown } = flags
  const progress = drillProgressLine(stderr, quiet)
  const signal = interruptSignal(() =>
    progress.note('stopping; what was simulated is reported (Ctrl-C again leaves at once)'),
  )
  const onProgress: DrillProgressLine['show'] = (state) => progress.show(state)
  try {
    const report = await whileShown(progress, async () => {
      const nowMs = () => Date.now()
      const startedMs = nowMs()
      const drilled = await drillRules(options, prepared, { nowMs, signal, onProgress })
      if (asked === null) return drilled
      const curve = await drillPower(asked, prepared, options, { signal, onProgress })
      return withPowerCurve(drilled, curve, (nowMs() - startedMs) / 1e3)
    })
    if (signal.aborted && report.months.length === 0) {
      await folder.release()
      writeMessage(stderr, 'stopped before a month was simulated')
      process.exitCode = EXIT_CODES.interrupted
      return
    }
    await publishDrill(report, { folder: folder.path, markdown, json, quiet, stdout, stderr, environment })
    process.exitCode = exitCodeOfExpectations(report.verdict, report.run.interrupted, flags.inconclusive)
  } catch (error) {
    await folder.release()
    throw error
  }
}

/** A month or a trial may take minutes: what is known is shown again meanwhile. */
async function whileShown<Result>(progress: DrillProgressLine, work: () => Promise<Result>): Promise<Result> {
  const beat = setInterval(() => progress.again(), BEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    progress.end()
  }
}
