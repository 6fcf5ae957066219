// How large the page of a run of an hour is, and how long a browser takes to draw it. The hour is simulated: its report has
// as many rows as that of a real one.

import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { compiledEntry } from '../../core/compiled-entry.ts'
import { compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { hasProgram, outcomeOf } from '../machine/programs.ts'
import { aboutRounds, type Benchmark, figure, goal, type Section } from '../results/section.ts'

const MINUTES = 60
const RATE = 100

const SCENARIO = `name: hour
server: { latency: { lognormal: { median: 40ms, p95: 120ms } }, concurrency: 64, faults: [{ during: lag, slowdown: 8 }] }
load:
  phases:
    - { name: baseline, for: ${MINUTES / 2}m, rate: ${RATE} }
    - { name: lag, for: ${MINUTES / 4}m, rate: ${RATE} }
    - { name: recovery, for: ${MINUTES / 4}m, rate: ${RATE} }
sla: [p95 < 1s, errors < 1%]
`

const BROWSER = 'chromium'
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

export const hourPage: Benchmark = {
  name: 'page',
  async run(extent, say) {
    say(`the page of ${MINUTES} minutes at ${RATE}/s`)
    const folder = await mkdtemp(join(tmpdir(), 'sla-harness-bench-page-'))
    try {
      const page = await simulatedPage(folder)
      const megabytes = (await stat(page)).size / 1e6
      if (!hasProgram(BROWSER)) return sectionOf(megabytes, null, `${BROWSER} is not installed.`)
      // Not watched: the browser's own processes would count as somebody else's.
      const comparison = await compareCalmly([BROWSER], { ...extent, smoke: true }, () => secondsToDraw(page))
      const seconds = medianOf(comparison, (measured) => measured.get(BROWSER))
      return sectionOf(megabytes, seconds, aboutRounds(comparison))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** @returns the path of its report.html */
async function simulatedPage(folder: string): Promise<string> {
  const file = join(folder, 'hour.yaml')
  const run = join(folder, 'run')
  await writeFile(file, SCENARIO)
  const { stderr } = await outcomeOf([
    process.execPath,
    compiledEntry('cli'),
    'simulate',
    file,
    '--out',
    run,
    '--quiet',
  ])
  const page = join(run, 'report.html')
  await stat(page).catch(() => {
    throw new Error(`the simulation left no page: ${stderr.slice(-300)}`)
  })
  return page
}

/** From the call to the frame after the charts, in a browser that has shown nothing before. */
async function secondsToDraw(page: string): Promise<number> {
  const browser = await chromium.launch({ executablePath: await pathOf(BROWSER), args: FLAGS })
  try {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const started = performance.now()
    await tab.goto(pathToFileURL(page).href, { waitUntil: 'load' })
    await tab.waitForSelector('canvas')
    await tab.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
    return (performance.now() - started) / 1e3
  } finally {
    await browser.close()
  }
}

async function pathOf(program: string): Promise<string> {
  return (await outcomeOf(['which', program])).stdout.trim()
}

function sectionOf(megabytes: number, seconds: number | null, about: string): Section {
  return {
    title: 'The page of an hour',
    lines: [`${figure(megabytes)} MB, drawn after ${figure(seconds)} s in a fresh browser (median). ${about}`, ''],
    goals: [
      goal(
        'page of a run of an hour',
        ['< 3 MB', (value) => value < 3],
        megabytes,
        (value) => `${value.toFixed(2)} MB`,
      ),
      goal('time until it is drawn', ['≤ 2 s', (value) => value <= 2], seconds, (value) => `${value.toFixed(2)} s`),
    ],
  }
}
