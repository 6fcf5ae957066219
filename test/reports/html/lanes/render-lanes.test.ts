import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LaneMark, renderLanes } from '../../../../reports/html/lanes/render-lanes.ts'

const AXIS = { fromSeconds: 0, toSeconds: 1000, ticks: [] }

function drawn(marks: readonly LaneMark[]): string {
  const layer = { style: 'lane-drawn', marks, titleOf: (held: readonly LaneMark[]) => `${held.length} marks` }
  return renderLanes([{ name: 'lane', layers: [layer] }], AXIS, 'a summary').toString()
}

const places = (svg: string) =>
  [...svg.matchAll(/lane-mark" x="([\d.]+)%" width="([\d.]+)%"/g)].map(([, x, w]) => [x, w])

describe('renderLanes', () => {
  it.each([
    ['in percent of the width', [{ fromSeconds: 250, toSeconds: 500 }], [['25', '25']]],
    ['a short one wide enough to be seen', [{ fromSeconds: 100, toSeconds: 101 }], [['10', '0.4']]],
    ['the last one inside the lane', [{ fromSeconds: 1000, toSeconds: 1000 }], [['99.6', '0.4']]],
    ['what lies beyond an edge at the edge', [{ fromSeconds: -50, toSeconds: 5000 }], [['0', '100']]],
    [
      'marks that would overlap as one',
      [
        { fromSeconds: 101, toSeconds: 200 },
        { fromSeconds: 100, toSeconds: 101 },
      ],
      [['10', '10']],
    ],
  ])('places %s', (_, marks, expected) => {
    expect(places(drawn(marks))).toEqual(expected)
  })

  it('has marks that are drawn as one say how many they are', () => {
    const marks = Array.from({ length: 20 }, (_, i) => ({ fromSeconds: 500 + i / 10, toSeconds: 500 + i / 10 }))
    expect(drawn(marks)).toContain('<title>20 marks</title>')
  })

  it('leaves out a label that would run into the one before', () => {
    const marks = [100, 110, 200].map((at, i) => ({ fromSeconds: at, toSeconds: at, label: `${i + 1}` }))
    const labels = [...drawn(marks).matchAll(/lane-label"[^>]*>(\d)</g)].map(([, label]) => label)
    expect(labels).toEqual(['1', '3'])
  })

  it('draws no more than a few hundred marks, all inside the lane, whatever there is', () => {
    const seconds = fc.double({ min: -100, max: 1100, noNaN: true })
    const mark = fc.record({ fromSeconds: seconds, toSeconds: seconds })
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 2000 }), (marks) => {
        const drawnPlaces = places(drawn(marks)).map((pair) => pair.map(Number) as [number, number])
        expect(drawnPlaces.length).toBeLessThanOrEqual(251)
        for (const [x, width] of drawnPlaces) expect(x + width).toBeLessThanOrEqual(100.011)
      }),
      { numRuns: 50 },
    )
  })

  it('escapes names and titles', () => {
    const layer = { style: 'lane-drawn', marks: [{ fromSeconds: 0, toSeconds: 9 }], titleOf: () => '<b>' }
    const svg = renderLanes([{ name: '"><script>', layers: [layer] }], AXIS, '"<i>').toString()
    expect(svg).not.toMatch(/<script|<b>|<i>/)
  })
})
