import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeIncidents } from '../../../analysis/drill/place-incidents.ts'
import { incidentCatalogue } from '../../../core/drill/incident-catalogue.ts'

const DAY = 86_400

describe('placeIncidents', () => {
  it('keeps every two incidents of a month so far apart as is asked, each at its time of the day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 10 * DAY }), (days, apart) => {
        const { months, unplaced } = placeIncidents(incidentCatalogue(days), {
          ...{ monthSeconds: days * DAY, apartSeconds: apart, traceSeconds: apart },
        })
        for (const month of months)
          month.forEach((each, i) => {
            const before = month[i - 1]
            if (before !== undefined) expect(each.fromSeconds - before.toSeconds).toBeGreaterThanOrEqual(apart)
            expect(each.toSeconds).toBeLessThanOrEqual(days * DAY)
            // Until its trace is gone, as the month of a single one may end before.
            if (month.length > 1) expect(each.toSeconds + (i > 0 ? apart : 0)).toBeLessThanOrEqual(days * DAY)
          })
        expect(months.flat().length + unplaced.length).toBe(incidentCatalogue(days).length)
      }),
    )
  })

  it('leaves an incident where it is said to be', () => {
    const [outage] = incidentCatalogue(30)
    if (outage === undefined) throw new Error('expected an incident')
    const { months } = placeIncidents(
      [
        { ...outage, atSeconds: 90 },
        { ...outage, name: 'b', atSeconds: 100 },
      ],
      { monthSeconds: 30 * DAY, apartSeconds: DAY, traceSeconds: DAY },
    )
    expect(months).toHaveLength(1)
    expect(months[0]?.map(({ fromSeconds }) => fromSeconds)).toEqual([90, 100])
  })

  it('says which ones are longer than a month', () => {
    const long = incidentCatalogue(1).map((each) => ({ ...each, durationSeconds: 2 * DAY }))
    expect(placeIncidents(long, { monthSeconds: DAY, apartSeconds: 0, traceSeconds: 0 }).unplaced).toHaveLength(
      long.length,
    )
  })
})
