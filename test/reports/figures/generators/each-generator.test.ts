import { expect, it } from 'vitest'
import { judgeEach } from '../../../../analysis/generator/judge-each.ts'
import { generatorRow, shownGenerators } from '../../../../reports/figures/generators/each-generator.ts'
import { loadOf, phaseWindows } from '../../../analysis/support/load-of.ts'
import { runRecordOf } from '../../../analysis/support/run-record-of.ts'
import { generatorFacts, generatorMachine } from '../../../support/generator-facts.ts'

const lost = { atSeconds: 7, reason: 'silent', requests: 3 }
const generators = Array.from({ length: 20 }, (_, i) =>
  generatorFacts(i + 1, { machine: generatorMachine(i + 1), ...(i === 19 ? { lost } : {}) }),
)
const each = judgeEach(runRecordOf({ load: loadOf(phaseWindows([{ name: 'a', seconds: 20 }]), [], { generators }) }))

it('says of a generator where it ran, how late it was, and how its clock stood', () => {
  expect(each.slice(0, 1).map(generatorRow)).toEqual([
    {
      finding: 'pass',
      name: 'load-1',
      host: 'host-1',
      state: 'on schedule',
      rate: '50/s',
      sendLag: '400µs',
      cpu: '0%',
      startSkew: '+100µs ± 300µs',
      clock: '+5s ± 200µs, drift 10 ± 2 ppm',
    },
  ])
})

it('shows the unfit of many first, and counts the rest', () => {
  const { shown, rest } = shownGenerators(each, 4)
  expect(shown.map(({ number }) => number)).toEqual([20, 1, 2, 3])
  expect(shown.slice(0, 1).map((one) => generatorRow(one).state)).toEqual(['lost after 7s'])
  expect(rest).toBe('and 16 more, all on schedule, P99 send lag at most 400µs')
})
