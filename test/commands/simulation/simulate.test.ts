import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reportSchema } from '../../../core/report/schema/report-schema.ts'
import { type CliResult, inTemporaryFolder, runCli } from '../../support/run-cli.ts'

const QUICK = `
name: quick
server: { latency: { constant: 50ms } }
load: { arrivals: constant, phases: [{ name: only, for: 10s, rate: 20 }] }
sla: [p95 < 1s]
expected: pass
`

const FOREIGN = `
name: foreign
target: { url: "http://127.0.0.1:9" }
load: { phases: [{ name: only, for: 10s, rate: 20 }] }
sla: [p95 < 1s]
`

function simulated(scenario: string, ...flags: readonly string[]): Promise<CliResult & { readonly files: FileOf }> {
  const isGitHub = flags.includes('github')
  return inTemporaryFolder(async (cwd) => {
    writeFileSync(join(cwd, 'mine.yaml'), scenario)
    const result = await runCli(['simulate', 'mine.yaml', '--out', 'out', ...flags], {
      cwd,
      ...(isGitHub && { env: { GITHUB_ACTIONS: 'true' } }),
    })
    const texts = new Map(
      FILES.map((name) => [
        name,
        existsSync(join(cwd, 'out', name)) ? readFileSync(join(cwd, 'out', name), 'utf8') : '',
      ]),
    )
    return { ...result, files: (name) => texts.get(name) ?? '' }
  })
}

const FILES = ['report.json', 'report.md', 'report.html', 'junit.xml'] as const
type FileOf = (name: (typeof FILES)[number]) => string

describe('sla-harness simulate', () => {
  it('marks every output, claims nothing about a service, and exits as inconclusive', async () => {
    const { code, stdout, files } = await simulated(QUICK)
    expect(code).toBe(3)
    expect(stdout).toContain('SIMULATED (model: PASS)')
    expect(stdout).toContain('as the scenario expects')
    const report = reportSchema.parse(JSON.parse(files('report.json')))
    expect([report.verdict, report.simulation?.verdict]).toEqual(['inconclusive', 'pass'])
    expect(report.load.total.offered).toBe(200)
    expect(files('report.md')).toContain('SIMULATED (model: PASS): quick')
    expect(files('report.html')).toContain('<title>SIMULATED (model: PASS): quick</title>')
    expect(files('report.html')).toContain('what users would feel')
    expect(files('report.html')).not.toContain('users felt')
    expect(files('junit.xml')).toContain('<property name="simulated" value="true"/>')
    expect(files('junit.xml')).toMatch(/<testsuite [^>]*tests="(\d+)"[^>]*failures="0"[^>]*skipped="\1"/)
  })

  it.each([
    ['pass', 0],
    ['fail', 1],
  ])('answers about the model where it is asked: --expect %s exits with %d', async (expected, code) => {
    const result = await simulated(QUICK, '--expect', expected, '--quiet')
    expect(result.code).toBe(code)
    expect(result.stderr).toBe(code === 0 ? '' : "--expect fail: the model's verdict is pass\n")
  })

  it.each([
    '--scrape-jitter 123.456ms --scrape-failures 33.3337%',
    '--scrape-failures 100%',
    '--scrape-failures 0.05%',
  ])('is replayed with what was given: %s', async (given) => {
    const { files } = await simulated(QUICK, '--quiet', ...given.split(' '))
    expect(JSON.parse(files('report.json')).run.replay.replaceAll(/ \\\n */g, ' ')).toContain(given)
  })

  it('says in one line what it was', async () => {
    const { stdout } = await simulated(QUICK, '--quiet')
    expect(stdout).toMatch(/^inconclusive \(model: pass\): Simulated\. .*p95 < 1s was met.*\n$/)
  })

  it('tells GitHub in a notice, which fails no job', async () => {
    const { stdout } = await simulated(QUICK.replace('p95 < 1s', 'p95 < 1ms'), '--reporter', 'github')
    expect(stdout).toMatch(/^::notice title=SIMULATED \(model%3A FAIL\)::Simulated in virtual time/m)
    expect(stdout).not.toMatch(/^::error/m)
  })

  it('refuses the service itself, with the line and what to write in its place', async () => {
    const { code, stderr, files } = await simulated(FOREIGN)
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /mine\.yaml:3 target: expected a model of the service \(server: .*to simulate, got the service/,
    )
    expect(files('report.json')).toBe('')
  })

  it('refuses scrapes that come later than the next', async () => {
    const { code, stderr } = await simulated(QUICK, '--scrape-jitter', '5m')
    expect(code).toBe(2)
    expect(stderr).toContain('--scrape-jitter: expected less than the scrape interval')
  })

  it('is no baseline for a run of a service', async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'mine.yaml'), QUICK)
      await runCli(['simulate', 'mine.yaml', '--out', 'simulated'], { cwd })
      const { code, stderr } = await runCli(['scenario', 'mine.yaml', '--baseline', 'simulated'], { cwd })
      expect(code).toBe(2)
      expect(stderr).toContain('expected a run of a service, got one that was simulated')
    })
  })
})
