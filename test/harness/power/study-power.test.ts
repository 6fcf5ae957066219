import { describe, expect, it } from 'vitest'
import type { TrafficTime } from '../../../core/drill/power-curve.ts'
import { randomStream } from '../../../core/random.ts'
import { powerCurveSchema } from '../../../core/report/schema/drill/power-curve-schema.ts'
import type { AskedIncident, PowerQuestion, StudiedVariant } from '../../../harness/power/power-question.ts'
import type { RunPowerJob } from '../../../harness/power/power-threads.ts'
import { studyPower } from '../../../harness/power/study-power.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { DEFAULT_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'
import { PUNCTUAL_SCRAPES } from '../../../simulation/monitor/scrape-behaviour.ts'
import { sentRules } from '../../../simulation/notifications/sent-rules.ts'
import type { PowerJob, PowerOutcome, TriedIncident } from '../../../simulation/power/power-job.ts'

const NOTIFICATIONS = sentRules({ root: DEFAULT_ROUTE, inhibitRules: [] })

const SHAPE = rateShape(2, [...new Array(12).fill(1), ...new Array(12).fill(3)])

function variant(name: string, series: number): StudiedVariant {
  return {
    setup: {
      model: { series: [] },
      latency: { kind: 'constant', seconds: 0.1 },
      wakeLatenessSeconds: 0,
      usualErrorShare: 0,
      shape: SHAPE,
      ruleFile: parseRuleFile('groups:\n  - { name: g, rules: [{ alert: A, expr: "up == 0", for: 1m }] }', 'r.yml'),
      alerts: [0],
      scrapeIntervalSeconds: 15,
      scrapes: PUNCTUAL_SCRAPES,
      evaluationSeconds: 15,
      notifications: NOTIFICATIONS,
    },
    facts: { name, layout: null, rangeSeconds: null, forSeconds: null, threshold: null, series, unchanged: [] },
    rules: `# ${name}`,
    bounds: null,
  }
}

const ASKED: AskedIncident = {
  text: '10% of requests 2x slower for 5m',
  ...{ share: 0.1, slowdown: 2, durationSeconds: 300, traffic: null, withinSeconds: 180, falsePagesPerDay: 1 / 30 },
}

function question(given: Partial<PowerQuestion> = {}): PowerQuestion {
  return {
    variants: [variant('as written', 10)],
    alerts: [{ alert: 'A', group: 'g', line: 3, spoken: 'A' }],
    notSimulated: [],
    requiredProbability: 0.9,
    mostTrials: 240,
    seed: 1,
    rates: { dayRatePerSecond: 3, nightRatePerSecond: 1 },
    axes: null,
    asked: null,
    ...given,
  }
}

/** Each trial finds with the probability that is known; each week has so many false pages. */
interface Truth {
  readonly probability: (incident: TriedIncident & { readonly traffic: TrafficTime }, variant: number) => number
  readonly pages?: (variant: number, stretch: number) => number
}

function coins({ probability, pages = () => 0 }: Truth): (job: PowerJob) => PowerOutcome {
  return (job) => {
    if (job.kind === 'quiet') {
      const count = pages(job.variant, job.stretch)
      return { kind: 'quiet', pages: [count, count], failures: [[]] }
    }
    const { traffic } = job
    const trials = Array.from({ length: job.trials }, (_, i) => job.firstTrial + i)
    const incidents = job.incidents.map((incident) => {
      const delaysSeconds = trials.flatMap((trial) =>
        randomStream(1, `${traffic}/${trial}`)() < probability({ ...incident, traffic }, job.variant)
          ? [60 + trial]
          : [],
      )
      return [0, 1].map(() => ({ delaysSeconds, alreadyFiring: 0 }))
    })
    return { kind: 'trials', incidents, failures: [[]] }
  }
}

function study(asked: PowerQuestion, truth: Truth, run?: RunPowerJob) {
  const flip = coins(truth)
  return studyPower(asked, {
    run: run ?? (async (job) => flip(job)),
    isStopped: () => false,
    onProgress: () => undefined,
  })
}

const AXES = { shares: [0.1, 1], slowdowns: [2], durationsSeconds: [60, 300, 600, 1800] }

/** Seven minutes are missed by night, three by day: just below never, from there on always. */
const BY_LENGTH: Truth = {
  probability: ({ durationSeconds, traffic }) => Number(durationSeconds >= (traffic === 'night' ? 420 : 180)),
}

describe('studyPower', () => {
  it('says what the alert misses by night, and how often it pages falsely', async () => {
    const curve = await study(question({ axes: AXES }), { ...BY_LENGTH, pages: (_, stretch) => Number(stretch === 3) })
    powerCurveSchema.parse(curve)
    expect(curve.curves.map(({ sentence }) => sentence)).toEqual([
      'At night traffic of 1/s A misses anything up to 6m and pages falsely once in 56d (95%: once in 10d to 2200d). It finds all requests 2x slower from 7m on.',
    ])
    const points = curve.curves[0]?.points ?? []
    expect(points.filter(({ durationSeconds }) => AXES.durationsSeconds.includes(durationSeconds))).toHaveLength(16)
    for (const { durationSeconds, traffic, finding } of points)
      expect(finding).toBe(durationSeconds >= (traffic === 'night' ? 420 : 180) ? 'found' : 'missed')
  })

  it('lays the whole maps of variants beside one another', async () => {
    const variants = [variant('as written', 10), variant('--for 1m', 10), variant('deaf', 12)] as const
    const curve = await study(question({ variants: [...variants], axes: AXES }), {
      // The second one finds what is half as long, the third one nothing.
      probability: (incident, place) =>
        place === 2
          ? 0
          : BY_LENGTH.probability({ ...incident, durationSeconds: incident.durationSeconds * (1 + place) }, place),
      pages: (place) => (place === 1 ? 2 : 0),
    })
    powerCurveSchema.parse(curve)
    const shortest = curve.comparison.map(({ smallest }) =>
      smallest.filter(({ share }) => share === 1).map((each) => each.foundFromSeconds),
    )
    expect(curve.comparison.map(({ name }) => name)).toEqual(['as written', '--for 1m', 'deaf'])
    expect(shortest).toEqual([
      [200, 420],
      [90, 240],
      [null, null],
    ])
    expect(curve.comparison.map(({ falsePages }) => falsePages?.pages)).toEqual([0, 16, 0])
    expect(curve.comparison.map(({ medianDelaySeconds }) => medianDelaySeconds !== null)).toEqual([true, true, false])
    // Of the rules as written alone is there a map; nothing was asked, so that nothing is judged or proposed.
    expect(curve.curves).toHaveLength(1)
    expect([curve.variants, curve.asked, curve.proposal, curve.withoutProposal]).toEqual([[], null, null, null])
  })

  it('compares nothing where there is no choice, or no map', async () => {
    expect((await study(question({ axes: AXES }), BY_LENGTH)).comparison).toEqual([])
    const variants = [variant('as written', 10), variant('--for 1m', 10)] as const
    expect((await study(question({ variants: [...variants], asked: ASKED }), BY_LENGTH)).comparison).toEqual([])
  })

  it('comes to the same in whatever order jobs are done', async () => {
    const truth: Truth = {
      probability: ({ durationSeconds, share }) => Math.min(1, (durationSeconds / 900) * (0.5 + share)),
    }
    const flip = coins(truth)
    const random = randomStream(5, 'order')
    const shuffled: RunPowerJob = async (job) => {
      for (let i = Math.floor(random() * 20); i > 0; i--) await Promise.resolve()
      return flip(job)
    }
    const asked = question({ axes: AXES, asked: ASKED })
    expect(await study(asked, truth, shuffled)).toEqual(await study(asked, truth))
  })

  it('stops early where few trials settle it, and takes the most where they do not', async () => {
    const probability: Truth['probability'] = ({ durationSeconds }) =>
      ({ 60: 0, 300: 0.9, 600: 1, 1800: 1 })[durationSeconds] ?? 1
    const curve = await study(question({ axes: { ...AXES, shares: [1] } }), { probability })
    const trials = new Map(curve.curves[0]?.points.map((point) => [point.durationSeconds, point.trials]))
    expect([60, 300, 600].map((length) => trials.get(length))).toEqual([15, 240, 60])
  })

  it('proposes the cheapest of those that do what is asked', async () => {
    const variants = [
      variant('as written', 10),
      variant('dear', 20),
      variant('cheap', 14),
      variant('noisy', 8),
    ] as const
    const curve = await study(question({ variants: [...variants], asked: ASKED }), {
      probability: (_, place) => (place === 0 ? 0.3 : 1),
      pages: (place) => (place === 3 ? 2 : 0),
    })
    expect(curve.variants.map(({ name, finding }) => [name, finding])).toEqual([
      ['as written', 'fail'],
      ['dear', 'pass'],
      ['cheap', 'pass'],
      ['noisy', 'fail'],
    ])
    expect(curve.proposal).toMatchObject({ variant: 'cheap', rules: '# cheap' })
    expect(curve.asked?.finding).toBe('fail')
    expect(curve.asked?.reason).toMatch(/^at day traffic of 3\/s it pages within 3m in \d\d% of \d+ incidents/)
    expect(curve.withoutProposal).toBeNull()
  })

  it('says that nothing can be told where too few trials are allowed', async () => {
    const variants = [variant('as written', 10), variant('--for 1m', 10)] as const
    const curve = await study(question({ variants: [...variants], asked: ASKED, mostTrials: 10 }), {
      probability: () => 1,
    })
    expect(curve.asked?.finding).toBe('inconclusive')
    expect(curve.asked?.reason).toContain(
      'in 100% of 10 incidents (95%: 69% to 100%), which does not tell whether in the 90%',
    )
    expect(curve.proposal).toBeNull()
    expect(curve.withoutProposal).toContain('the trials do not tell')
  })

  it('proposes nothing where there is no choice', async () => {
    for (const probability of [() => 1, () => 0]) {
      const { proposal, withoutProposal } = await study(question({ asked: ASKED }), { probability })
      expect([proposal, withoutProposal]).toEqual([null, null])
    }
  })

  it('says that nothing can be told of false pages where the quiet time is too short for it', async () => {
    // Three pages a year and a half are about as many as are allowed.
    const curve = await study(question({ asked: { ...ASKED, falsePagesPerDay: 1 / 200 } }), {
      probability: () => 1,
      pages: (_, stretch) => Number(stretch % 29 === 0),
    })
    expect(curve.asked?.finding).toBe('inconclusive')
    expect(curve.asked?.reason).toContain('which does not tell whether it is at most one in 200d')
  })

  it('finds nothing by pages that may be chance', async () => {
    // A page an hour, in quiet times as in any.
    const curve = await study(
      question({ axes: AXES, asked: { ...ASKED, falsePagesPerDay: null, withinSeconds: 3600 } }),
      {
        probability: () => 1,
        pages: () => 168,
      },
    )
    expect(curve.asked?.finding).toBe('inconclusive')
    expect(curve.asked?.reason).toMatch(
      /, but it may page falsely in up to \d\d% of such times: its pages may be chance/,
    )
    expect(new Set(curve.curves[0]?.points.map(({ finding }) => finding))).toEqual(new Set(['undecided']))
  })

  it('keeps what was settled when it is stopped, and calls the rest open', async () => {
    const flip = coins(BY_LENGTH)
    let jobs = 0
    let isStopped = false
    const curve = await studyPower(question({ axes: AXES, asked: ASKED }), {
      run: async (job) => {
        isStopped ||= jobs++ > 40
        return isStopped ? null : flip(job)
      },
      isStopped: () => isStopped,
      onProgress: () => undefined,
    })
    powerCurveSchema.parse(curve)
    expect(curve.interrupted).toBe(true)
    expect(curve.asked?.finding).not.toBe('pass')
    for (const { trials } of curve.curves[0]?.points ?? []) expect([15, 30, 60, 120, 240]).toContain(trials)
  })

  it('says nothing where none of the alerts is simulated', async () => {
    const notSimulated = [{ alert: 'A', line: 3, reason: 'it reads x, which is not made' }]
    const curve = await study(question({ alerts: [], notSimulated, axes: AXES, asked: ASKED }), BY_LENGTH)
    expect(curve.curves).toEqual([])
    expect(curve.asked).toMatchObject({ finding: 'inconclusive', reason: 'none of the alerts is simulated' })
    expect(curve.notSimulated).toEqual(notSimulated)
  })
})
