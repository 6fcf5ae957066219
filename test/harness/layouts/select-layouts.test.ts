import { describe, expect, it } from 'vitest'
import { bucketLayout, NAMED_LAYOUTS } from '../../../core/histogram/bucket-layout.ts'
import { nativeLayout } from '../../../core/histogram/native-layout.ts'
import { parseLayout } from '../../../core/histogram/parse-layout.ts'
import { UserError } from '../../../core/user-error.ts'
import { observedLayouts, selectLayouts } from '../../../harness/layouts/select-layouts.ts'

const { lab, 'prom-client': usual } = NAMED_LAYOUTS
const named = (own: Parameters<typeof selectLayouts>[0], asked: Parameters<typeof selectLayouts>[1]) => {
  const { layouts, current } = selectLayouts(own, asked)
  return [layouts.map(({ name }) => name), current]
}

describe('the layouts put against one another', () => {
  it("start with the service's own, once", () => {
    expect(named(lab, [usual, lab, nativeLayout(4)])).toEqual([['lab', 'prom-client', 'native(4)'], 'lab'])
    expect(named(null, [usual, lab])).toEqual([['prom-client', 'lab'], null])
  })

  it('call it current where its name is taken: by another layout, or by the comparison itself', () => {
    expect(named(bucketLayout('lab', [1, 2]), [lab])).toEqual([['current', 'lab'], 'current'])
    expect(named(bucketLayout('recommended', [1, 2]), [lab])).toEqual([['current', 'lab'], 'current'])
  })

  it.each([
    ['two of one name', [parseLayout('mine=1,2'), parseLayout('mine=1,3')], 'got two named mine'],
    ['a name of the comparison', [parseLayout('recommended=1,2')], 'expected another name'],
  ])('refuse %s', (_, asked, message) => {
    expect(() => selectLayouts(lab, asked)).toThrow(message)
    expect(() => selectLayouts(lab, asked)).toThrow(UserError)
  })
})

describe('the layouts that a bundled server observes beside its own', () => {
  it('are the classic ones', () => {
    expect(observedLayouts(lab, [lab, usual, nativeLayout(4)])).toEqual([usual])
  })

  it('must differ as the names of metrics', () => {
    const asked = [parseLayout('0.1,0.2'), parseLayout('0.1_0.2=1,2')]
    expect(() => observedLayouts(lab, asked)).toThrow('both model_latency_seconds_layout_0_1_0_2 as a metric')
  })
})
