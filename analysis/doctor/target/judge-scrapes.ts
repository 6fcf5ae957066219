import type { DoctorCheck } from '../../../core/doctor/doctor-check.ts'
import type { ScrapeFacts } from '../../../core/doctor/target-facts.ts'
import { formatByteSize } from '../../../core/text/byte-size.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { counted } from '../../../core/text/plural.ts'
import { check } from '../check.ts'

/** The page, and how long reading it takes beside the interval at which it is read. */
export function judgeScrapes(scrapes: readonly ScrapeFacts[], intervalSeconds: number): readonly DoctorCheck[] {
  const samples = scrapes.reduce((sum, page) => sum + page.samples, 0)
  const bytes = scrapes.reduce((sum, page) => sum + page.bytes, 0)
  const pages = scrapes.length === 1 ? (scrapes[0]?.url ?? '') : counted(scrapes.length, 'page')
  const page = check(
    'metrics-page',
    samples === 0 ? 'warning' : 'ok',
    `${pages}: ${counted(samples, 'sample')}, ${formatByteSize(bytes)}`,
    { pages: scrapes.length, samples, bytes },
    samples === 0 ? 'a page without samples: look whether the service counts anything yet, or name another page' : null,
  )
  return [page, durationOf(scrapes, intervalSeconds)]
}

function durationOf(scrapes: readonly ScrapeFacts[], intervalSeconds: number): DoctorCheck {
  const slowest = Math.max(...scrapes.flatMap(({ seconds }) => seconds))
  const figures = {
    slowestSeconds: slowest,
    intervalSeconds,
    scrapes: scrapes.reduce((sum, { seconds }) => sum + seconds.length, 0),
  }
  const observed = `at most ${formatDuration(slowest, 2)}, every ${formatDuration(intervalSeconds)}`
  if (slowest <= intervalSeconds / 2) return check('scrape-duration', 'ok', observed, figures)
  return check(
    'scrape-duration',
    slowest > intervalSeconds ? 'problem' : 'warning',
    observed,
    figures,
    'scrapes are left out under load, and rules miss samples: raise prometheus.scrapeInterval, or print fewer series',
  )
}
