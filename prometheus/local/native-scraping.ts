// How a Prometheus that the harness starts is told to scrape native histograms, where a rule reads them, without losing the
// classic buckets that everything else reads. Source: prometheus docs, feature flags and configuration; 3.0 migration guide.

import type { RuleFile } from '../alerting/rule-file.ts'

export interface NativeScraping {
  readonly flags: readonly string[]
  /** Beside the other keys of a scrape configuration. */
  readonly scrapeConfig: Readonly<Record<string, boolean>>
}

export const NO_NATIVE: NativeScraping = { flags: [], scrapeConfig: {} }

/** Null where that version would drop the classic buckets of a histogram that is native too. */
export function nativeScraping(version: string): NativeScraping | null {
  const [major = 0, minor = 0] = (/^v?(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number)
  if (major < 3) return null
  const isSetByConfig = major > 3 || minor >= 8
  return {
    flags: major === 3 && minor < 9 ? ['--enable-feature=native-histograms'] : [],
    scrapeConfig: { always_scrape_classic_histograms: true, ...(isSetByConfig && { scrape_native_histograms: true }) },
  }
}

/** Whether a rule can only mean a native histogram. */
export function readsNative(ruleFile: RuleFile | null): boolean {
  return (ruleFile?.groups ?? []).some(({ unsupported = [] }) =>
    unsupported.some(({ reason }) => reason.kind === 'native'),
  )
}
