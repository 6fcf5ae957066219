import { describe, expect, it } from 'vitest'
import { passedOverLines, passedOverWords } from '../../../harness/files/passed-over.ts'

const FILES = [
  ...Array.from({ length: 10 }, (_, i) => ({ file: `${i}.yml`, passedOver: 'a Grafana thing' })),
  { file: 'a.yml', passedOver: 'nothing that is known here' },
]

describe('what was passed over', () => {
  it('is named by its kind', () => {
    expect(passedOverLines(FILES)).toEqual([
      'passed over, a Grafana thing: 0.yml, 1.yml, 2.yml, 3.yml, 4.yml, 5.yml, 6.yml, 7.yml and 2 more',
      'passed over, nothing that is known here: a.yml',
    ])
  })

  it('is named with its kind in a sentence', () => {
    expect(passedOverWords(FILES.slice(9))).toBe('9.yml (a Grafana thing) and a.yml (nothing that is known here)')
  })
})
