// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of Prometheus

import { describe, expect, it } from 'vitest'
import { expandTemplate } from '../../../../prometheus/promql/functions/expand-template.ts'

const groups: Readonly<Record<string, string | null>> = { 0: 'all', 1: 'one', 2: null, name: 'one' }
const caught = {
  groupCount: () => 2,
  group: (group: number | string) => groups[group] ?? null,
  namedGroups: { name: 1 },
}

describe('expandTemplate', () => {
  it.each([
    ['plain', 'plain'],
    ['$1-$0', 'one-all'],
    ['${1}x', 'onex'],
    ['$1x', ''],
    ['$name/${name}', 'one/one'],
    ['[$2]', '[]'],
    ['[$3]', '[]'],
    ['$$1', '$1'],
    ['$', '$'],
    ['a$ b', 'a$ b'],
    ['${1', '${1'],
    ['${}', '${}'],
    ['$01', ''],
    ['$é', ''],
    ['$constructor', ''],
  ])('makes of %j %j', (template, expanded) => {
    expect(expandTemplate(template, caught)).toBe(expanded)
  })
})
