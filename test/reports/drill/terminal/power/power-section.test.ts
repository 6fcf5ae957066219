import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { PowerCurve } from '../../../../../core/drill/power-curve.ts'
import { powerSection } from '../../../../../reports/drill/terminal/power/power-section.ts'
import { withPlainText } from '../../../../../reports/figures/plain-text.ts'
import { lineWidth, paint } from '../../../../../reports/terminal/text/styled-text.ts'
import { sampleComparison, samplePowerCurve } from '../sample-power-curve.ts'

const FILE = 'reports/drills/rules/proposed.rules.yml'

function lines(width: number, given: Partial<PowerCurve> = {}) {
  const curve = samplePowerCurve(given)
  return powerSection(withPlainText(curve), { proposal: curve.proposal, file: FILE }, width)
}

function textAt(width: number, given: Partial<PowerCurve> = {}): string {
  return lines(width, given)
    .map((spans) => paint(spans, false))
    .join('\n')
}

describe('powerSection', () => {
  it.each([20, 40, 60, 80, 120])('has no line that is wider than %d columns', (width) => {
    const all = [...lines(width), ...lines(width, { comparison: sampleComparison() })]
    for (const spans of all) expect(lineWidth(spans)).toBeLessThanOrEqual(width)
  })

  it('lays variants beside one another, by the shortest incidents that they find', () => {
    expect(textAt(80, { comparison: sampleComparison() })).toMatchInlineSnapshot(`
      "What the alerts find  up to 240 trials of each incident
       At night traffic of 0.5/s CheckoutSlow misses anything up to 6m; from 7m on it
         finds the strongest that was tried (all requests 2x slower), and pages
         falsely once in 9d (95%: once in 4d to 25d).
       ? Nothing is said of DiskFull: it reads node_filesystem_avail_bytes, which is
         not made.

       A page of CheckoutSlow in so many of 100 incidents, by share of requests and
         length.
       From 90 on an incident counts as found; ? is behind what trials do not tell; >
         before what was asked.

      2× slower, by day (20/s)              2× slower, by night (0.5/s)
             1m   2m   5m  10m  30m   1h           1m   2m   5m  10m  30m   1h
         1%   0    0    0    0   10   40       1%   0    0    0    0    0    0
        10%   0    0  >30   80  100  100      10%   0    0   >0   10   70  100
        50%  30   80  100  100  100  100      50%   0   10   55  100  100  100
       100%  80  100  100  100  100  100     100%  10   40  100  100  100  100

      fail, by day (20/s)                   fail, by night (0.5/s)
             1m   2m   5m  10m  30m   1h           1m   2m   5m  10m  30m   1h
         1%   0    0    0    0   25   70       1%   0    0    0    0    0    7
        10%   0   10   55  100  100  100      10%   0    0    3   25  100  100
        50%  55  100  100  100  100  100      50%   3   25   93? 100  100  100
       100% 100  100  100  100  100  100     100%  25   70  100  100  100  100

       From which length on each variant finds all requests 2× slower or failing, by
         day / by night where they differ. The map is that of the rules as written.
       variant               2× slower     fail   delay  false pages  series
       as written              5m / 7m  5m / 7m  5m 30s      1 in 9d      14
       --for 1m --range 2m      1m 30s   1m 30s      2m      1 in 9d      14
       --layout 0.1,0.3,0.5          –        –       –      1 in 9d       9

       ✖ 10% of requests 2x slower for 5m, within 3m, at most one false page in 30d
         At night traffic of 0.5/s it pages within 3m in 17% of 240 incidents (95%:
         11% to 23%), below the 90% that is asked for.

          variant                         day  night   delay  false pages  series
       ✖  as written                     97%?    17%       –      1 in 9d      14
       ✔  --layout 0.1,0.3,0.5 --for 1m  100%   100%  1m 59s    0 in 196d      14
       ?  --for 30s                      94%?         3m 29s            –      14
       --for 30s: CheckoutDown stays as it is written, for it has no rate over a range

       Proposed: --layout 0.1,0.3,0.5 --for 1m
         The cheapest that does what is asked: at day traffic of 20/s it pages within
         3m in 100% of 60 incidents (95%: 91% to 100%).

         checkout_seconds: [0.1, 0.3, 0.5]
         As a file: reports/drills/rules/proposed.rules.yml

         groups:
           - name: checkout
             rules:
               - alert: CheckoutSlow
                 expr: histogram_quantile(0.95, sum by (le)
                     (rate(checkout_seconds_bucket[5m]))) > 0.3
                 for: 1m
                 labels:
                   severity: page

       An incident counts as found where its page comes in 90% of cases or more."
    `)
  })

  it('draws day beside night at 80 columns', () => {
    expect(textAt(80)).toContain(`
2× slower, by day (20/s)              2× slower, by night (0.5/s)
       1m   2m   5m  10m  30m   1h           1m   2m   5m  10m  30m   1h
   1%   0    0    0    0   10   40       1%   0    0    0    0    0    0
  10%   0    0  >30   80  100  100      10%   0    0   >0   10   70  100
  50%  30   80  100  100  100  100      50%   0   10   55  100  100  100
 100%  80  100  100  100  100  100     100%  10   40  100  100  100  100
`)
  })

  it('darkens the map where there is room', () => {
    expect(textAt(120)).toContain(' 100% ▓  80  █ 100  █ 100')
  })

  it('stands without colour at 40 columns, with a mark behind what trials do not tell', () => {
    expect(textAt(40)).toContain(`
fail, by night (0.5/s)
       1m   2m   5m  10m  30m   1h
   1%   0    0    0    0    0    7
  10%   0    0    3   25  100  100
  50%   3   25   93? 100  100  100
 100%  25   70  100  100  100  100
`)
  })

  it('cuts the lengths into parts where not even 40 columns are there', () => {
    expect(textAt(20)).toContain('\n 100%  80  100  100\n      10m  30m   1h\n')
  })

  it('shows the proposed rules so that they can be pasted', () => {
    const pasted = /\n( {3}groups:[\s\S]*?)\n\n/.exec(textAt(80))?.[1] ?? ''
    expect(parse(pasted)).toEqual(parse(samplePowerCurve().proposal?.rules ?? ''))
  })

  it('names the file alone where the rules would be cut', () => {
    expect(textAt(40)).not.toContain('groups:')
    expect(textAt(40).replace(/\s+/g, '')).toContain(FILE)
  })

  it('puts the variants side by side', () => {
    expect(textAt(80)).toContain(`
    variant                         day  night   delay  false pages  series
 ✖  as written                     97%?    17%       –      1 in 9d      14
 ✔  --layout 0.1,0.3,0.5 --for 1m  100%   100%  1m 59s    0 in 196d      14
 ?  --for 30s                      94%?         3m 29s            –      14
`)
  })

  it('says what is missing where it was stopped, and why nothing is proposed', () => {
    const text = textAt(80, {
      interrupted: true,
      curves: [],
      proposal: null,
      withoutProposal: 'None of the 3 combinations that were tried does what is asked.',
    })
    expect(text).toMatch(/^What the alerts find {2}stopped before all was tried\n/)
    expect(text).toContain('None of the 3 combinations')
    expect(text).not.toContain('in so many of 100 incidents')
  })

  it('tells what was not tried from what was tried in vain', () => {
    const [curve] = samplePowerCurve().curves
    if (curve === undefined) throw new Error('expected a curve')
    const none = { found: 0, finding: 'missed' as const, probability: { estimate: 0, low: 0, high: 0.2 } }
    const vain = curve.points.map((point) => (point.slowdown === null ? { ...point, ...none } : point))
    expect(textAt(80, { curves: [{ ...curve, points: vain }] })).toContain('\n fail  no page in any trial\n')
    const untried = curve.points.filter(({ slowdown }) => slowdown !== null)
    expect(textAt(80, { curves: [{ ...curve, points: untried }] })).toContain('\n fail  not tried\n')
    const some = vain.filter(({ slowdown, share }) => slowdown !== null || share < 1)
    expect(textAt(80, { curves: [{ ...curve, points: some }] })).toContain('\n 100%   –    –    –')
  })

  it('draws no night where the traffic is the same at all hours', () => {
    const text = textAt(80, { traffic: { dayRatePerSecond: 2, nightRatePerSecond: null } })
    expect(text).toContain('\n2× slower\n')
    expect(text).not.toContain('by night')
  })
})
