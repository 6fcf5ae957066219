import { expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { nativeScraping, readsNative } from '../../../prometheus/local/native-scraping.ts'

it.each([
  ['2.42.0+ds', null],
  ['2.55.1', null],
  [
    '3.5.3+ds1',
    { flags: ['--enable-feature=native-histograms'], scrapeConfig: { always_scrape_classic_histograms: true } },
  ],
  [
    '3.8.0',
    {
      flags: ['--enable-feature=native-histograms'],
      scrapeConfig: { always_scrape_classic_histograms: true, scrape_native_histograms: true },
    },
  ],
  ['3.9.1', { flags: [], scrapeConfig: { always_scrape_classic_histograms: true, scrape_native_histograms: true } }],
  ['4.0.0', { flags: [], scrapeConfig: { always_scrape_classic_histograms: true, scrape_native_histograms: true } }],
  ['of unknown version', null],
])('Prometheus %s scrapes native histograms beside classic buckets with %j', (version, scraping) => {
  expect(nativeScraping(version)).toEqual(scraping)
})

it.each([
  ['histogram_quantile(0.95, sum(rate(x_seconds[5m]))) > 1', true],
  ['histogram_quantile(0.95, sum by (le) (rate(x_seconds_bucket[5m]))) > 1', false],
])('asks for them where a rule reads them: %s', (expr, isRead) => {
  const text = JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'A', expr }] }] })
  expect(readsNative(parseRuleFile(text, 'a.yml'))).toBe(isRead)
  expect(readsNative(null)).toBe(false)
})
