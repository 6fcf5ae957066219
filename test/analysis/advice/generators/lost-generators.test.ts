import { expect, it } from 'vitest'
import { adviseLost } from '../../../../analysis/advice/generators/lost-generators.ts'
import type { Report, ReportedSingleGenerator } from '../../../../core/report/report.ts'
import { SAMPLE_REPORTS } from '../../../support/sample-reports.ts'
import { singleGenerators } from '../../../support/single-generators.ts'

const spike: Report = SAMPLE_REPORTS['passing-spike']
const lost = { atSeconds: 4, reason: 'load-2 on host-2: silent', requests: 30 }
const LOST = { fit: false, lost }

it.each<[string, ReportedSingleGenerator[] | undefined, string]>([
  [
    'one far away: its own host knows more',
    singleGenerators(3, 'elsewhere', { 2: LOST }),
    'Find out what ended generator 2 of 3 (load-2 on host-2), and let the run come to its end with all of them: what it wrote on host-2 says more.',
  ],
  [
    'a process of the run: its log is there',
    singleGenerators(3, 'process', { 2: { fit: false, lost: { ...lost, lastLines: ['killed'] } } }),
    'Find out what ended generator 2 of 3 (load-2 on host-2), and let the run come to its end with all of them: what it wrote last is in the report.',
  ],
  [
    'several threads',
    singleGenerators(3, 'thread', { 1: LOST, 2: LOST }),
    'Find out what ended generator threads 1 and 2 of 3, and let the run come to its end with all of them.',
  ],
  [
    'the one thread that there was',
    undefined,
    'Find out what ended the generator that was lost, and let the run come to its end with all of them.',
  ],
])('names who was lost, and where to look: %s', (_, generators, action) => {
  const generator = {
    ...spike.generator,
    ...(generators && { generators }),
    ...{ fit: false, lost: 1, reasons: ['It was lost.'] },
  }
  expect(adviseLost({ ...spike, generator })).toMatchObject([{ kind: 'generator', action, figure: 'It was lost.' }])
})

it('says nothing where none was', () => {
  expect(adviseLost(spike)).toEqual([])
})
