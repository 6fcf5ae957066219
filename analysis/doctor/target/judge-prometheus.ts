import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { PrometheusFacts } from '../../../core/doctor/target-facts.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { listed } from '../../../core/text/plural.ts'
import { check } from '../check.ts'

/** Its answers are asked for by its own clock; beyond this, windows of the run's phases are shifted by whole scrapes. */
const TOO_MUCH_SECONDS = 30

/** @param histogram the name that the scenario gives */
export function judgePrometheus(facts: PrometheusFacts, histogram: string): DoctorCheck {
  switch (facts.kind) {
    case 'failed':
      return check('prometheus', 'problem', facts.failure, {})
    case 'local':
      return check('prometheus', 'ok', `${listed(facts.programs)} would be started`, {})
    case 'remote':
      return judgeRemote(facts, histogram)
  }
}

function judgeRemote(
  { name, aheadSeconds, scrapeIntervalSeconds }: Extract<PrometheusFacts, { readonly kind: 'remote' }>,
  histogram: string,
): DoctorCheck {
  const figures = { name, aheadSeconds, scrapeIntervalSeconds }
  const ahead = `${formatDuration(Math.abs(aheadSeconds), 2)} ${aheadSeconds > 0 ? 'ahead' : 'behind'}`
  if (Math.abs(aheadSeconds) > TOO_MUCH_SECONDS)
    return check('prometheus', 'problem', `${name} answers; its clock is ${ahead}`, figures, SYNCHRONISE)
  if (scrapeIntervalSeconds === null)
    return check(
      'prometheus',
      'warning',
      `${name} answers, and has not scraped ${histogram} twice in the last minutes`,
      figures,
      'send the service a request and wait for two scrapes, or add it to the scrape configuration',
    )
  const observed = `${name} scrapes ${histogram} every ${formatDuration(scrapeIntervalSeconds)}`
  if (aheadSeconds === 0) return check('prometheus', 'ok', observed, figures)
  return check('prometheus', 'warning', `${observed}; its clock is ${ahead}`, figures, SYNCHRONISE)
}

const SYNCHRONISE = 'synchronise the clocks of both machines (chronyc tracking, timedatectl)'
