import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { summarizeLoad } from '../../../analysis/summary/summarize-load.ts'
import { mergeLatencies, totalCount } from '../../../core/latency/latency-counts.ts'
import type { Report } from '../../../core/report/report.ts'
import { UserError } from '../../../core/user-error.ts'
import { listRuns } from '../../../reports/run-folder/list-runs.ts'
import { readReport, readRun } from '../../../reports/run-folder/read-run.ts'
import { createRunFolder } from '../../../reports/run-folder/run-folder.ts'
import { writeReports } from '../../../reports/run-folder/write-run.ts'
import { evenly, loadOf, phaseWindows } from '../../analysis/support/load-of.ts'
import { requestTemplates, runRecordOf } from '../../analysis/support/run-record-of.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'
import { NO_DETAILS } from '../../support/sample-runs.ts'

const PHASES = phaseWindows([
  { name: 'warm up', seconds: 2, measured: false },
  { name: 'steady, first', seconds: 4 },
  { name: 'steady, first', seconds: 4 },
])
const requests = evenly(0, 10, 20, (i) => ({
  serviceTime: 0.05 + (i % 7) * 0.01,
  ...(i % 50 === 3 ? { outcome: 'timeout' as const } : {}),
  ...(i === 199 ? { outcome: 'unfinished' as const } : {}),
}))
const load = loadOf(PHASES, requests)
const sample = SAMPLE_REPORTS['passing-spike']
const row = sample.timeline[0] as Report['timeline'][number]
const report: Report = {
  ...sample,
  load: { ...sample.load, ...summarizeLoad(load, runRecordOf({ load }).scenario) },
  timeline: load.slots.map(({ second, timeouts }) => ({ ...row, second, timeouts })),
}
const artifacts = {
  load,
  details: NO_DETAILS,
  exact: null,
  openMetrics: null,
  countedOpenMetrics: null,
  rules: null,
  alertTest: null,
}

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sla-harness-'))
})
afterEach(async () => {
  await rm(root, { recursive: true })
})

describe('readRun', () => {
  it.each(['.', 'report.json'])('gives back what was written, read from %s', async (path) => {
    await writeReports(root, report, artifacts)
    const run = await readRun(join(root, path))
    expect(run.report).toEqual(report)
    expect(run.seconds.map(({ second, phase }) => [second, phase])).toEqual(
      load.slots.map(({ second, phase }) => [second, phase]),
    )
    run.seconds.forEach(({ responseTime }, i) => {
      const slot = load.slots[i]!
      expect(responseTime.values).toEqual(slot.responseTime.values)
      expect(responseTime.counts).toEqual(slot.responseTime.counts)
      expect(responseTime.unbounded).toBe(slot.timeouts + slot.unfinished)
    })
    expect(totalCount(mergeLatencies(run.seconds.map(({ responseTime }) => responseTime)))).toBe(200)
  })

  it.each([
    { sentence: 'no such folder', path: 'nowhere', text: null, message: /nowhere: expected a run's folder or report/ },
    { sentence: 'no JSON', path: 'report.json', text: '{', message: /report\.json: invalid JSON: / },
    {
      sentence: 'another version',
      path: 'report.json',
      text: '{"schemaVersion": 2}',
      message: /expected a report that this version writes, got something else at schemaVersion/,
    },
  ])('says what it got: $sentence', async ({ path, text, message }) => {
    if (text !== null) await writeFile(join(root, path), text)
    await expect(readRun(join(root, path))).rejects.toThrow(UserError)
    await expect(readRun(join(root, path))).rejects.toThrow(message)
  })

  it('reads folders of version 0.1.0, which kept the phases as tagged lines of response-time.hlog', async () => {
    await writeReports(root, report, artifacts)
    const { seconds } = await readRun(root)
    await rename(join(root, 'response-time-phases.hlog'), join(root, 'response-time.hlog'))
    expect((await readRun(root)).seconds).toEqual(seconds)
  })

  it('says so where the latency log is missing', async () => {
    await writeReports(root, report, artifacts)
    await rm(join(root, 'response-time.hlog'))
    await rm(join(root, 'response-time-phases.hlog'))
    await expect(readRun(root)).rejects.toThrow(
      /response-time\.hlog: expected the latency log of a run, got no such file/,
    )
  })

  it('follows latest, also where it is a text file', async () => {
    const { path: folder } = await createRunFolder('spike', new Date(report.run.startedAt), root)
    await writeReports(folder, report, artifacts)
    const latest = join(root, 'spike', 'latest')
    expect((await readReport(latest)).report).toEqual(report)
    await rm(latest)
    await writeFile(latest, '2026-11-23T04-36-12Z\n')
    expect((await readReport(latest)).report).toEqual(report)
  })
})

describe('the requests of a run', () => {
  const names = ['browse', 'pay, once', 'pay once', 'lost']
  const mixed = loadOf(
    PHASES,
    evenly(0, 10, 20, (i) => ({
      serviceTime: 0.05 + (i % 7) * 0.01,
      request: i % 4,
      ...(i % 4 === 3 || i % 50 === 2 ? { outcome: 'timeout' as const } : {}),
    })),
  )
  const scenario = { requests: requestTemplates(...names) }
  const summarized = summarizeLoad(mixed, runRecordOf({ load: mixed, scenario }).scenario)
  const several: Report = {
    ...sample,
    load: { ...sample.load, ...summarized },
    timeline: Array.from({ length: 10 }, (_, second) => {
      const own = mixed.slots.filter((slot) => slot.second === second)
      return { ...row, second, timeouts: own.reduce((sum, { timeouts }) => sum + timeouts, 0) }
    }),
  }

  it('are given back by their names, those of the measured phases, with the requests that never ended', async () => {
    await writeReports(root, several, { ...artifacts, load: mixed })
    const { requests } = await readRun(root)
    expect([...(requests?.keys() ?? [])]).toEqual(names)
    for (const { name, responseTime } of several.load.requests ?? []) {
      const read = mergeLatencies((requests?.get(name) ?? []).map((each) => each.responseTime))
      expect([totalCount(read), read.unbounded]).toEqual([responseTime.count, responseTime.unboundedCount])
      expect(requests?.get(name)?.every(({ phase }) => several.load.phases[phase]?.measured)).toBe(true)
    }
  })

  it('are not known of a folder that did not keep them apart', async () => {
    await writeReports(root, several, { ...artifacts, load: mixed })
    await rm(join(root, 'response-time-requests.hlog'))
    expect((await readRun(root)).requests).toBeUndefined()
  })

  it('are the whole run where there is one', async () => {
    await writeReports(root, report, artifacts)
    const { requests, seconds } = await readRun(root)
    expect([...(requests?.keys() ?? [])]).toEqual(['predict'])
    expect(requests?.get('predict')).toEqual(seconds.filter(({ phase }) => report.load.phases[phase]?.measured))
  })
})

describe('listRuns', () => {
  it('has the newest runs, oldest first, and those without a report apart', async () => {
    const folders: string[] = []
    for (const day of ['01', '02', '03', '04'])
      folders.push((await createRunFolder('spike', new Date(`2026-11-${day}T00:00:00Z`), root)).path)
    for (const folder of [folders[0], folders[1], folders[3]]) await writeReports(folder as string, report, artifacts)
    const { runs, unreadable } = await listRuns('spike', 3, root)
    expect(runs.map(({ folder }) => folder)).toEqual([folders[1], folders[3]])
    expect(unreadable).toEqual([folders[2]])
    expect(await readFile(join(runs[0]?.folder as string, 'report.json'), 'utf8')).toContain('"spike"')
  })
})
