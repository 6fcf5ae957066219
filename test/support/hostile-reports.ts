// Reports in which every text is what someone outside made of it.

import fc from 'fast-check'
import type { Report } from '../../core/report/report.ts'
import { anyText } from './any-text.ts'
import { HOSTILE_TEXT, SAMPLE_NAMES, SAMPLE_REPORTS } from './sample-reports.ts'

/** Enumerations and the instant keep their values: they are the harness' own. */
const OWN = new Set([
  'verdict',
  'finding',
  'estimateFinding',
  'expectedVerdict',
  'state',
  'unit',
  'model',
  'le',
  'upper',
  'startedAt',
  'kind',
  'mistake',
  'possibleCauses',
  'excludedCauses',
])

function withTexts(value: unknown, text: string, key = ''): unknown {
  if (typeof value === 'string') return OWN.has(key) ? value : text
  if (Array.isArray(value)) return value.map((item) => withTexts(item, text, key))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withTexts(inner, text, name)]))
}

const hostileText = fc.oneof(
  fc.constant(HOSTILE_TEXT),
  fc.constant('\u65e5\u672c\u8a9e'.repeat(40)),
  fc.constant('x'.repeat(300)),
  fc.constant('\ud83d\udc69\u200d\ud83d\udcbb '.repeat(30)),
  anyText,
)

/** Every text that came from outside is this one. */
export function reportWithTexts(report: Report, text: string): Report {
  return withTexts(report, text) as Report
}

export const anyReport: fc.Arbitrary<Report> = fc
  .record({ name: fc.constantFrom(...SAMPLE_NAMES), text: fc.option(hostileText) })
  .map(({ name, text }) => {
    const report: Report = SAMPLE_REPORTS[name]
    return text === null ? report : reportWithTexts(report, text)
  })
