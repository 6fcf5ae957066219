import { describe, expect, it } from 'vitest'
import type { PlannedIncident } from '../../../core/drill/planned-incident.ts'
import type { DrillOptions } from '../../../harness/drill/drill-options.ts'
import { drilledModels } from '../../../harness/drill/drilled-models.ts'
import { ruleReaches } from '../../../prometheus/alerting/rule-reach.ts'
import { alertReads } from '../../support/alert-reads.ts'

const OPTIONS = {
  ...{ days: 30, scrapeIntervalSeconds: 15, instances: 1, series: [], seriesBegin: 'at-zero' },
} as unknown as DrillOptions

const incidentOf = (concerns: PlannedIncident['concerns']): PlannedIncident => ({
  ...{ name: 'slow-a', sentence: '', durationSeconds: 300, atSeconds: null, timeOfDaySeconds: 0 },
  ...{ share: 1, effects: [], grows: false, trafficFactor: 1, concerns },
})

function modelsOf(expressions: readonly string[], concerns: PlannedIncident['concerns'], days = 30) {
  const { file, reads } = alertReads(expressions)
  const { models, problems } = drilledModels({
    options: { ...OPTIONS, days },
    service: { knownBounds: new Map() },
    reads,
    reaches: ruleReaches(file),
    planned: [incidentOf(concerns)],
    limits: [],
  })
  return [
    models.map(({ reads }) => reads.map(({ rule }) => rule.name)),
    [...problems].map(([{ rule }, { words }]) => `${rule.name}: ${words}`),
  ]
}

const STARTED = ['a', 'b'].map((job) => `changes(process_start_time_seconds{job="${job}"}[10m]) > 0`)

describe('drilledModels', () => {
  it('refuses alerts whose targets an incident does not know, where those of others are known', () => {
    expect(modelsOf(STARTED, { job: 'b' })).toEqual([
      [['A1']],
      [
        'A0: it is not known what slow-a does to it, which concerns {"job":"b"}: no target and no route of its own has such labels',
      ],
    ])
  })

  it('refuses an incident that concerns none of them, with the labels that there are', () => {
    expect(() => modelsOf(STARTED, { job: 'c' })).toThrow(
      'slow-a: concerns: expected labels of a target or a route that is simulated, got {"job":"c"}; there are: instance="127.0.0.1:8000", job="a" and job="b"',
    )
  })

  it('takes months of any length, of which no more is kept than the rules read', () => {
    expect(modelsOf(['rate(request_duration_seconds_bucket[5m]) > 1'], null, 20_000)).toEqual([[['A0']], []])
  })

  it('refuses a drill of which all is too large', () => {
    expect(() => modelsOf(['rate(request_duration_seconds_bucket[20000d]) > 1'], null, 20_000)).toThrow(
      /^drill: A0: it reads 12 series .*, which are 11\.1 GB at once, and at most 1 are simulated/,
    )
  })
})
