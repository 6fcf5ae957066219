// What differs between versions of Prometheus within the subset that is evaluated here.
// Source: CHANGELOG.md and the code of prometheus/prometheus; each flag names its pull request.

export interface Dialect {
  /** The version it stands for. */
  readonly version: string
  /** Ranges and lookback leave out a sample at their lower end. 3.0, #13904. */
  readonly leftOpen: boolean
  /** `topk` and `bottomk` replace the worst in place, which decides who stays among equals. 2.44, #12190. */
  readonly topkInPlace: boolean
  /** `rate` limits its extrapolation before it looks for the counter's zero. 2.51, #13725. */
  readonly clampFix: boolean
  /** `atan2` takes the name away, as other arithmetic does. 2.47, 531567d. */
  readonly atan2DropsName: boolean
  /** `histogram_quantile` flattens relative differences below 1e-12. 2.49, #13153. */
  readonly smallDelta: boolean
  /** `sum` adds with Kahan's compensation. 2.54, #14074. */
  readonly kahanSum: boolean
  /** `avg` and `avg_over_time` divide a compensated sum. 2.55, #14413 (until 3.5 the last bit may differ, #16773). */
  readonly kahanAvg: boolean
  /** `histogram_fraction` reads classic buckets; before, it returned nothing for them. 3.4, #16095. */
  readonly classicFraction: boolean
  /** Scraped `le` and `quantile` values are stored as floats: `1` as `1.0`. 3.0, #15164. For the scraper. */
  readonly leNormalised: boolean
  /** The standard deviation and variance of infinite values are NaN, of a single one too. 3.0, #14941. */
  readonly nanDeviation: boolean
  /** `holt_winters` is called `double_exponential_smoothing`. 3.0, #14930. */
  readonly smoothingRenamed: boolean
  /** Labels that an expression makes may have names of any characters. 3.0, #14705; `label_replace` 3.3, #15974. */
  readonly utf8Labels: boolean
  readonly utf8LabelReplace: boolean
  /** A dot in a matcher's pattern matches a newline too. 3.0, #14505. */
  readonly regexDotAll: boolean
}

/**
 * The dialect of a version as `/api/v1/status/buildinfo` gives it: `3.5.0`, `v2.42.0`, `2.53.3+ds1`.
 * @throws RangeError where the text does not start with a major and a minor number
 */
export function dialectOf(version: string): Dialect {
  const parts = /^v?(\d+)\.(\d+)/.exec(version)
  if (!parts) throw new RangeError(`expected a Prometheus version such as 3.5.0, got ${JSON.stringify(version)}`)
  const [major, minor] = [Number(parts[1]), Number(parts[2])]
  const since = (fromMajor: number, fromMinor: number) =>
    major > fromMajor || (major === fromMajor && minor >= fromMinor)
  return {
    version,
    leftOpen: since(3, 0),
    topkInPlace: since(2, 44),
    atan2DropsName: since(2, 47),
    clampFix: since(2, 51),
    smallDelta: since(2, 49),
    kahanSum: since(2, 54),
    kahanAvg: since(2, 55),
    classicFraction: since(3, 4),
    leNormalised: since(3, 0),
    nanDeviation: since(3, 0),
    smoothingRenamed: since(3, 0),
    utf8Labels: since(3, 0),
    utf8LabelReplace: since(3, 3),
    regexDotAll: since(3, 0),
  }
}

export const DEFAULT_DIALECT: Dialect = dialectOf('3.5.0')
