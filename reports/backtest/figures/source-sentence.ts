// What is said once of a whole back-test: where its data comes from, and what a page is.

import type { BacktestReport } from '../../../core/report/backtest-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatCount } from '../../figures/figures.ts'
import { instantFigure } from '../../figures/rules/instant-figure.ts'

/** The source in one line: what was read, over which time, how much of it. */
export function sourceSentence({ source, from, to, seriesCount, sampleCount }: BacktestReport): string {
  const version = source.prometheusVersion === null ? '' : ` (Prometheus ${source.prometheusVersion})`
  return `${source.place}${version}, ${instantFigure(from)} to ${instantFigure(to)} UTC: ${formatCount(sampleCount)} samples of ${counted(seriesCount, 'series', 'series')}, evaluated as Prometheus ${source.dialect} does. No traffic was sent.`
}

/** Of the page and the documents: pages are counted by label set. */
export const PAGE_SENTENCE = 'A page is one firing of one label set; days and times are UTC.'
