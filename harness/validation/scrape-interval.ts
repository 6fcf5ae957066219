import type { LintContext } from '../../prometheus/alerting/lint/linted-rule.ts'
import type { ExamineOptions } from './examine-options.ts'

/** A scenario says how often its target is scraped; a rule file does not. */
const DEFAULT_SCRAPE_INTERVAL_SECONDS = 15

type ScrapeInterval = Pick<LintContext, 'scrapeIntervalSeconds' | 'scrapeIntervalAssumed'>

/** As asked for, or as the target tells it. */
export function scrapeInterval(
  { scrapeIntervalSeconds: asked }: ExamineOptions,
  told: Partial<ScrapeInterval>,
): ScrapeInterval {
  if (asked !== undefined) return { scrapeIntervalSeconds: asked, scrapeIntervalAssumed: false }
  const { scrapeIntervalSeconds: seconds, scrapeIntervalAssumed = seconds === undefined } = told
  return { scrapeIntervalSeconds: seconds ?? DEFAULT_SCRAPE_INTERVAL_SECONDS, scrapeIntervalAssumed }
}
