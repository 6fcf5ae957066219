// A power curve with all that one can have: day and night, a corner that was asked for, cells that trials do not tell.

import { judgeDetection } from '../../../../analysis/power/judge-detection.ts'
import { looksUpTo } from '../../../../analysis/power/looks.ts'
import type { PowerCurve, PowerPoint, PowerVariant, VariantMap } from '../../../../core/drill/power-curve.ts'

const LOOKS = looksUpTo(240, 15)

function detection(found: number, trials: number) {
  const delaysSeconds = Array.from({ length: found }, (_, i) => 90 + i)
  return { ...judgeDetection({ trials, delaysSeconds, alreadyFiring: 0 }, LOOKS, 0.9), byChance: 0.01 }
}

const AXES = { shares: [0.01, 0.1, 0.5, 1], slowdowns: [2, null], durationsSeconds: [60, 120, 300, 600, 1800, 3600] }

function points(): PowerPoint[] {
  return (['day', 'night'] as const).flatMap((traffic) =>
    AXES.slowdowns.flatMap((slowdown) =>
      AXES.shares.flatMap((share) =>
        AXES.durationsSeconds.map((durationSeconds) => {
          const strength = (share * durationSeconds * (slowdown ?? 3)) / (traffic === 'night' ? 400 : 120)
          const estimate = Math.min(1, Math.max(0, strength - 0.2))
          const trials = estimate === 0 ? 15 : estimate === 1 ? 60 : 240
          return { share, slowdown, durationSeconds, traffic, ...detection(Math.round(estimate * trials), trials) }
        }),
      ),
    ),
  )
}

const FALSE_PAGES = { pages: 6, days: 56, perDay: { estimate: 6 / 56, low: 0.04, high: 0.23 } }

function variant(name: string, given: Partial<PowerVariant>): PowerVariant {
  return {
    name,
    ...{ layout: null, rangeSeconds: null, forSeconds: null, threshold: null, series: 14, unchanged: [] },
    detection: [
      { traffic: 'day', ...detection(58, 60) },
      { traffic: 'night', ...detection(40, 240) },
    ],
    falsePages: FALSE_PAGES,
    finding: 'fail',
    reason: 'at night traffic of 0.5/s it pages within 3m in 17% of 240 incidents (95%: 11% to 23%)',
    ...given,
  }
}

export function samplePowerCurve(given: Partial<PowerCurve> = {}): PowerCurve {
  return {
    requiredProbability: 0.9,
    mostTrials: 240,
    seed: 1,
    interrupted: false,
    axes: AXES,
    traffic: { dayRatePerSecond: 20, nightRatePerSecond: 0.5 },
    curves: [
      {
        alert: 'CheckoutSlow',
        group: 'checkout',
        line: 4,
        points: points(),
        falsePages: FALSE_PAGES,
        smallest: [],
        failures: [],
        sentence:
          'At night traffic of 0.5/s CheckoutSlow misses anything up to 6m; from 7m on it finds the strongest that was tried (all requests 2x slower), and pages falsely once in 9d (95%: once in 4d to 25d).',
      },
    ],
    notSimulated: [{ alert: 'DiskFull', line: 20, reason: 'it reads node_filesystem_avail_bytes, which is not made' }],
    asked: {
      detect: '10% of requests 2x slower for 5m',
      ...{ share: 0.1, slowdown: 2, durationSeconds: 300, traffic: null, withinSeconds: 180, falsePagesPerDay: 1 / 30 },
      finding: 'fail',
      reason:
        'at night traffic of 0.5/s it pages within 3m in 17% of 240 incidents (95%: 11% to 23%), below the 90% that is asked for',
    },
    variants: [
      variant('as written', {}),
      variant('--layout 0.1,0.3,0.5 --for 1m', {
        layout: '0.1,0.3,0.5',
        forSeconds: 60,
        detection: [
          { traffic: 'day', ...detection(60, 60) },
          { traffic: 'night', ...detection(60, 60) },
        ],
        falsePages: { pages: 0, days: 196, perDay: { estimate: 0, low: 0, high: 0.03 } },
        finding: 'pass',
        reason: 'at day traffic of 20/s it pages within 3m in 100% of 60 incidents (95%: 91% to 100%)',
      }),
      variant('--for 30s', {
        detection: [{ traffic: 'day', ...detection(225, 240) }],
        falsePages: null,
        finding: 'inconclusive',
        unchanged: [{ alert: 'CheckoutDown', reason: 'it has no rate over a range' }],
      }),
    ],
    comparison: [],
    proposal: {
      variant: '--layout 0.1,0.3,0.5 --for 1m',
      reason: 'at day traffic of 20/s it pages within 3m in 100% of 60 incidents (95%: 91% to 100%)',
      rules: `groups:
  - name: checkout
    rules:
      - alert: CheckoutSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(checkout_seconds_bucket[5m]))) > 0.3
        for: 1m
        labels:
          severity: page
`,
      layout: 'checkout_seconds: [0.1, 0.3, 0.5]',
    },
    withoutProposal: null,
    notes: ['An incident counts as found where its page comes in 90% of cases or more.'],
    ...given,
  }
}

/** Three variants on the whole map: the strongest incidents are found from so many seconds on, by day and by night. */
export function sampleComparison(): PowerCurve['comparison'] {
  const found = (name: string, day: number | null, night: number | null, series: number): VariantMap => ({
    name,
    ...{ layout: null, rangeSeconds: null, forSeconds: null, threshold: null, series, unchanged: [], failures: [] },
    smallest: AXES.slowdowns.flatMap((slowdown) =>
      AXES.shares.flatMap((share) =>
        (
          [
            ['day', day],
            ['night', night],
          ] as const
        ).map(([traffic, seconds]) => ({
          ...{ share, slowdown, traffic, missedUpToSeconds: null, longestTriedSeconds: 3600 },
          foundFromSeconds: share < 1 ? null : seconds,
        })),
      ),
    ),
    medianDelaySeconds: day === null ? null : day + 30,
    falsePages: FALSE_PAGES,
  })
  return [
    found('as written', 300, 420, 14),
    found('--for 1m --range 2m', 90, 90, 14),
    found('--layout 0.1,0.3,0.5', null, null, 9),
  ]
}
