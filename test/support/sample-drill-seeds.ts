// A drill of one seed as one of a hundred: every incident that was found is found in all of them, one of them in 37 of 100.

import type { DrillReport, DrillSpread, IncidentOverSeeds } from '../../core/report/drill-report.ts'

const ASKED = 100
/** Found in a part of the seeds. */
const SOMETIMES = 'leak'

/** @param done of a hundred seeds that were asked for */
export function overSeeds(report: DrillReport, done: number): DrillReport {
  const { run, alerts, incidents, expectations } = report
  const ofAlert = (alert: DrillReport['alerts'][number], incident: string) => {
    const detection = alert.detections.find((each) => each.incident === incident)
    const delay = detection?.notifiedAfterSeconds ?? null
    return tallied(incident, delay, done)
  }
  return {
    ...report,
    verdict: 'fail',
    seeds: {
      first: run.seed,
      asked: ASKED,
      done,
      quietMonths: done,
      incidentMonths: done,
      requests: done * 103_681_281,
      failed: done * 27_591,
    },
    incidents: incidents.map((incident) => {
      const [first] = alerts
        .map((alert) => ({ alert, seen: ofAlert(alert, incident.name) }))
        .sort((a, b) => (a.seen.notifiedAfter?.min ?? 1e9) - (b.seen.notifiedAfter?.min ?? 1e9))
      const seen = first?.seen ?? tallied(incident.name, null, done)
      return { ...incident, overSeeds: { ...seen, alert: seen.paged === 0 ? null : (first?.alert.alert ?? null) } }
    }),
    alerts: alerts.map((alert) => ({
      ...alert,
      overSeeds: incidents.map(({ name }) => ({ incident: name, ...ofAlert(alert, name) })),
    })),
    expectations: [
      ...expectations,
      {
        expectation: 'pages for leak',
        finding: 'fail',
        doubts: [],
        alerts: ['CheckoutP95High'],
        incident: 'leak',
        reason:
          'It held in 37 of 100 seeds, by CheckoutP95High: in at most 47.2% of all (95%), where 90% is asked for.',
        overSeeds: {
          ...{ seeds: done, held: 37, cannotTell: 0, requiredShare: 0.9, enoughSeeds: null, exampleSeed: 43 },
          share: { estimate: 0.37, low: 0.276, high: 0.472 },
        },
      },
    ],
  }
}

function tallied(incident: string, delay: number | null, seeds: number): IncidentOverSeeds {
  const paged = delay === null ? 0 : incident === SOMETIMES ? Math.round(0.37 * seeds) : seeds
  const estimate = paged / seeds
  const share = { estimate, low: Math.max(0, estimate - 0.09), high: Math.min(1, estimate + 0.09) }
  const isMost = paged === seeds
  const spread: DrillSpread | null =
    delay === null
      ? null
      : { median: isMost ? delay : null, p95: isMost ? delay + 15 : null, min: delay - 15, max: delay + 30 }
  return {
    seeds,
    detected: paged,
    paged,
    alreadyFiring: 0,
    byChance: 0,
    detectedShare: share,
    pagedShare: share,
    firingAfter: spread,
    notifiedAfter: spread,
    resolvedAfter: spread,
    burnt: delay === null ? [] : [{ objective: 'errors < 0.1%', share: 0.07 }],
    flaps: incident === SOMETIMES ? 3 * paged : 0,
    flappingSeeds: incident === SOMETIMES ? paged : 0,
  }
}
