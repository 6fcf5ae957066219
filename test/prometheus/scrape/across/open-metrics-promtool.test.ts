import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FamilyMetadata } from '../../../../prometheus/scrape/exposition/exposition.ts'
import { parseExposition } from '../../../../prometheus/scrape/exposition/parse-exposition.ts'
import { openMetricsText } from '../../../../prometheus/scrape/open-metrics-text.ts'
import { SeriesStore } from '../../../../prometheus/scrape/series-store.ts'
import { parseGoFloat } from '../../../../prometheus/series/go-float.ts'
import { describeReal } from '../../../support/real-programs.ts'
import { promtool } from '../../promtool.ts'

const T = 1_700_000_000_000
const SECONDS = 40
const PAGES = ['go-client.txt', 'micrometer.txt', 'prom-client.txt', 'python-client.om', 'rust-client.om']

/** Every page scraped for a while, with values that move and instants that are not whole seconds. */
async function scrapedRun() {
  const store = new SeriesStore({ retentionSeconds: 60, dotAll: true })
  const declared = new Map<string, FamilyMetadata>()
  for (const page of PAGES) {
    const text = await readFile(new URL(`../exposition/pages/${page}`, import.meta.url), 'utf8')
    const type = page.endsWith('.om') ? 'application/openmetrics-text' : 'text/plain'
    const { samples, families } = parseExposition(text, type)
    for (const [name, family] of families) declared.set(name, family)
    for (const { labels, value } of samples) {
      const series = store.series({ ...labels, page, quoted: 'a"b\\c\nd' }, true)
      for (let second = 0; second < SECONDS; second++)
        series.append(T + second * 1000 + (second % 7), value + second / 3)
    }
  }
  return { store, declared }
}

describeReal('promtool tsdb create-blocks-from openmetrics', ['promtool'], () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sla-harness-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('stores every sample of a run, to the millisecond and the last bit', async () => {
    const { store, declared } = await scrapedRun()
    const data = join(folder, 'data')
    await writeFile(join(folder, 'run.om'), openMetricsText(store.all, declared).text)
    await promtool('tsdb', 'create-blocks-from', 'openmetrics', join(folder, 'run.om'), data)
    // Without a log beside the blocks, dump refuses to read them.
    await mkdir(join(data, 'wal'))
    const dumped = (await promtool('tsdb', 'dump', data)).trim().split('\n').map(readDumped)
    const stored = [...store.all].flatMap((series) =>
      Array.from({ length: series.count }, (_, i) => ({ labels: formatSorted(series.labels), ...series.at(i) })),
    )
    expect(dumped.toSorted(byPlace)).toEqual(stored.toSorted(byPlace))
  })
})

interface Dumped {
  readonly labels: string
  readonly value: number | undefined
  readonly timestampMs: number
}

/** A line of the dump: `{__name__="a", b="c"} 1.5 1700000000123`. */
function readDumped(line: string): Dumped {
  const [, labels = '', value = '', timestampMs] = /^(\{.*\}) (\S+) (\d+)$/.exec(line) ?? []
  return { labels, value: parseGoFloat(value), timestampMs: Number(timestampMs) }
}

function formatSorted(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((label) => `${label}=${JSON.stringify(labels[label])}`)
  return `{${pairs.join(', ')}}`
}

function byPlace(a: Dumped, b: Dumped): number {
  if (a.labels !== b.labels) return a.labels < b.labels ? -1 : 1
  return a.timestampMs - b.timestampMs
}
