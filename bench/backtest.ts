// How long does a back-test of four weeks take, and how much memory? A real Prometheus holds a realistic histogram (20
// instances, 12 buckets, scraped every 15 s, restarts and slow hours), and the lab's rule is evaluated on it every 15 s.
//
// node dist/bench/backtest.js [days] [--data=FOLDER] [--rules=FILE]
// The blocks are made once, and kept where --data names a folder. PROMETHEUS may name the program (default: on PATH).

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'
import { randomStream } from '../core/random.ts'
import { formatByteSize } from '../core/text/byte-size.ts'
import { parseRuleFile } from '../prometheus/alerting/parse-rule-file.ts'
import { QueryApi } from '../prometheus/api/query-api.ts'
import { runBacktest } from '../prometheus/backtest/run-backtest.ts'
import { findBinary } from '../prometheus/local/programs/find-binary.ts'
import { guardPrograms } from '../prometheus/local/programs/guard-programs.ts'
import { machine } from './machine/machine.ts'

const INSTANCES = 20
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5]
const SCRAPE_SECONDS = 15
const START_SECONDS = 1_700_000_000 - (1_700_000_000 % 7_200)
const BLOCK_SECONDS = 7_200
const RULES = join(packageRoot, 'prometheus/rules/latency.rules.yml')

const words = process.argv.slice(2)
const optionNamed = (name: string) => words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)
const days = Number(words.find((word) => /^\d+$/.test(word)) ?? 28)
const kept = optionNamed('data')
const folder = kept ?? mkdtempSync(join(tmpdir(), 'sla-harness-backtest-'))

say(machine())
try {
  makeBlocks()
  await measure()
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true })
}

/** One file of text for each block: promtool reads a file once for every block that it holds. */
function makeBlocks(): void {
  const data = join(folder, 'data')
  if (existsSync(join(folder, 'whole'))) return
  mkdirSync(data, { recursive: true })
  const random = randomStream(1, 'backtest')
  const instances = Array.from({ length: INSTANCES }, (_, i) => ({
    labels: `instance="10.0.0.${i + 1}:8000",job="model"`,
    counts: [...BOUNDS, Number.POSITIVE_INFINITY].map(() => 0),
  }))
  for (let block = 0; block < (days * 86_400) / BLOCK_SECONDS; block++) {
    // In every eighth block, for an hour, a twelfth of the requests takes more than a second.
    const isSlow = block % 8 === 3
    const lines = ['# TYPE model_latency_seconds histogram\n']
    for (const { labels, counts } of instances) {
      if (random() < 0.01) counts.fill(0)
      for (let second = 0; second < BLOCK_SECONDS; second += SCRAPE_SECONDS) {
        const slowShare = isSlow && second > 1_800 && second < 5_400 ? 0.08 : 0.001
        const observed = 100 + Math.floor(100 * random())
        const slow = Math.round(observed * slowShare)
        counts.forEach((count, i) => {
          const bound = BOUNDS[i] ?? Number.POSITIVE_INFINITY
          const share = Math.min(1, bound / 0.9)
          counts[i] = count + Math.round((observed - slow) * share) + (bound > 2 ? slow : 0)
        })
        const at = START_SECONDS + block * BLOCK_SECONDS + second
        counts.forEach((count, i) => {
          lines.push(`model_latency_seconds_bucket{${labels},le="${BOUNDS[i] ?? '+Inf'}"} ${count} ${at}\n`)
        })
      }
    }
    const text = join(folder, 'block.om')
    writeFileSync(text, `${lines.join('')}# EOF\n`)
    execFileSync(findBinary('promtool', process.env), ['tsdb', 'create-blocks-from', 'openmetrics', text, data])
  }
  writeFileSync(join(folder, 'whole'), '')
}

async function measure(): Promise<void> {
  const programs = await guardPrograms()
  try {
    writeFileSync(join(programs.folder, 'nothing.yml'), '{}')
    const program = programs.run({
      name: 'prometheus',
      file: process.env.PROMETHEUS ?? findBinary('prometheus', process.env),
      arguments: [
        `--config.file=${join(programs.folder, 'nothing.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--storage.tsdb.retention.time=100y',
        '--storage.tsdb.min-block-duration=2h',
        '--storage.tsdb.max-block-duration=2h',
        '--web.listen-address=127.0.0.1:0',
      ],
    })
    const [, address] = await program.line(/msg="Listening on".* address=(\S+)/)
    const baseUrl = `http://${address}`
    const api = new QueryApi({ baseUrl })
    while (!(await api.isReady())) await new Promise((resolve) => setTimeout(resolve, 100))
    await api.close()
    const file = optionNamed('rules') ?? RULES
    const startedMs = performance.now()
    const { variants, sampleCount, seriesCount, gaps } = await runBacktest({
      source: { kind: 'prometheus', access: { baseUrl, headers: {} } },
      fromMs: START_SECONDS * 1e3,
      toMs: (START_SECONDS + days * 86_400) * 1e3,
      variants: [{ name: 'as written', ruleFile: parseRuleFile(readFileSync(file, 'utf8'), file) }],
      evaluationSeconds: 15,
      offset: 'aligned',
      dialect: null,
    })
    const seconds = (performance.now() - startedMs) / 1e3
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    say(
      `${days} days, ${sampleCount} samples of ${seriesCount} series, ${gaps.length} gaps: ${seconds.toFixed(1)} s ` +
        `(${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s of this process), at most ${formatByteSize(maxRSS * 1024)}`,
    )
    for (const alert of variants[0]?.alerts ?? []) {
      if (alert.outcome !== 'evaluated') continue
      const { surely, drawn, could } = alert.histories
      say(
        `${alert.alert}: ${alert.evaluations} evaluations, episodes: ${surely.length} surely, ${drawn.length} drawn, ${could.length} could`,
      )
    }
  } finally {
    await programs.stop()
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
