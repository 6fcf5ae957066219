import { describe, expect, it } from 'vitest'
import { bucketLayout } from '../../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { nativeLayout } from '../../../core/histogram/native-layout.ts'
import { parseLayout } from '../../../core/histogram/parse-layout.ts'
import { UserError } from '../../../core/user-error.ts'
import { observedLayouts, selectLayouts } from '../../../harness/layouts/select-layouts.ts'

const { lab, 'prom-client': usual } = NAMED_LAYOUTS
const named = (own: Parameters<typeof selectLayouts>[0], requested: Parameters<typeof selectLayouts>[1]) => {
  const { layouts, current } = selectLayouts(own, requested)
  return [layouts.map(({ name }) => name), current]
}

describe('selectLayouts', () => {
  it("puts the service's own layout first, once", () => {
    expect(named(lab, [usual, lab, nativeLayout(4)])).toEqual([['lab', 'prom-client', 'native(4)'], 'lab'])
    expect(named(null, [usual, lab])).toEqual([['prom-client', 'lab'], null])
  })

  it("calls the service's own layout current if its name is taken by another layout or by the comparison", () => {
    expect(named(bucketLayout('lab', [1, 2]), [lab])).toEqual([['current', 'lab'], 'current'])
    expect(named(bucketLayout('recommended', [1, 2]), [lab])).toEqual([['current', 'lab'], 'current'])
  })

  it.each([
    ['two layouts of one name', [parseLayout('mine=1,2'), parseLayout('mine=1,3')], 'got two named mine'],
    ['a name that the comparison uses', [parseLayout('recommended=1,2')], 'expected another name'],
  ])('rejects %s', (_, requested, message) => {
    expect(() => selectLayouts(lab, requested)).toThrow(message)
    expect(() => selectLayouts(lab, requested)).toThrow(UserError)
  })
})

describe('observedLayouts', () => {
  it('keeps the other classic ones', () => {
    expect(observedLayouts(lab, [lab, usual, nativeLayout(4)])).toEqual([usual])
  })

  it('rejects two layouts that map to the same metric name', () => {
    const requested = [parseLayout('0.1,0.2'), parseLayout('0.1_0.2=1,2')]
    expect(() => observedLayouts(lab, requested)).toThrow(
      'map to the same metric name model_latency_seconds_layout_0_1_0_2',
    )
  })
})
