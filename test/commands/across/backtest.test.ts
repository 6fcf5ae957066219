// The command as its user calls it: rules and recorded data in, exit code and files out; from a file, and from a real
// Prometheus that holds the same samples.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import type { BacktestReport } from '../../../core/report/backtest-report.ts'
import { type GuardedPrograms, guardPrograms } from '../../../prometheus/local/programs/guard-programs.ts'
import { describeReal } from '../../support/real-programs.ts'
import { recordedShop, SHOP_END_MS, SHOP_RULES, SHOP_START_MS } from '../../support/recorded-shop.ts'
import { type CliResult, runCli } from '../../support/run-cli.ts'
import { serveBlocks } from '../../support/serve-blocks.ts'

const folder = mkdtempSync(join(tmpdir(), 'sla-harness-backtest-'))
const PROPOSED = SHOP_RULES.replace('> 1\n', '> 2\n').replace('for: 2m', 'for: 4m')

beforeAll(() => {
  writeFileSync(join(folder, 'rules.yml'), SHOP_RULES)
  writeFileSync(join(folder, 'new-rules.yml'), PROPOSED)
  writeFileSync(join(folder, 'shop.om'), recordedShop())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const backtest = (...flags: string[]): Promise<CliResult> =>
  runCli(['backtest', '--rules', 'rules.yml', ...flags], { cwd: folder })
const reportIn = (out: string): BacktestReport => JSON.parse(readFileSync(join(folder, out, 'backtest.json'), 'utf8'))
const countsOf = ({ variants }: BacktestReport) =>
  variants.map(({ name, alerts }) => [
    name,
    ...alerts.map(({ alert, outcome, histories: { surely, drawn, could } }) =>
      outcome === 'evaluated' ? [alert, surely.fired, drawn.fired, could.fired] : [alert, outcome],
    ),
  ])

describe('sla-harness backtest', () => {
  it('tells from a file what fired surely, as drawn and at most, and writes what its schema says', async () => {
    const { code, stdout, leftBehind } = await backtest('--data', 'shop.om', '--out', 'file', '--json')
    expect([code, leftBehind]).toEqual([0, []])
    const report = JSON.parse(stdout)
    expect(report).toEqual(reportIn('file'))
    expect(countsOf(report)).toEqual([
      ['as written', ['CheckoutSlow', 1, 2, 2], ['NoTraffic', 0, 0, 0], ['QueueFull', 'no-data']],
    ])
    const schema = JSON.parse(readFileSync(join(packageRoot, 'reports', 'backtest.schema.json'), 'utf8'))
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)
    expect([validate(report), validate.errors]).toEqual([true, null])
    expect(['backtest.md', 'backtest.html'].filter((file) => !existsSync(join(folder, 'file', file)))).toEqual([])
  })

  it.each([
    ['CheckoutSlow: fires', 0],
    ['CheckoutSlow: never', 1],
    ['CheckoutSlow: at most once', 3],
  ])('exits for %s with %d', async (expectation, code) => {
    const result = await backtest('--data', 'shop.om', '--out', 'expected', '--quiet', '--expect', expectation)
    expect([result.code, result.stderr]).toEqual([code, ''])
  })

  it('compares proposed rules and variants in one reading, and writes the comment of a pull request', async () => {
    const flags = ['--data', 'shop.om', '--out', 'compared', '--proposed', 'new-rules.yml', '--alert', 'CheckoutSlow']
    const { code } = await backtest(...flags, '--for', '30s,1h', '--threshold', '0.5', '--markdown', 'comment.md')
    expect(code).toBe(0)
    const report = reportIn('compared')
    expect(countsOf(report)).toEqual([
      ['as written', ['CheckoutSlow', 1, 2, 2]],
      ['--for 30s --threshold 0.5', ['CheckoutSlow', 2, 2, 2]],
      ['--for 1h --threshold 0.5', ['CheckoutSlow', 0, 0, 0]],
      ['new-rules.yml', ['CheckoutSlow', 1, 1, 1]],
    ])
    const [change] = report.changes ?? []
    expect([change?.newPages.length, change?.gonePages.length, change?.movedPages.length]).toEqual([0, 1, 1])
    expect(change?.movedPages[0]?.earlierSeconds).toBeLessThan(0)
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(/^## Back-test: CheckoutSlow fired 2 → 1 times/)
  })

  it('calls no page gone where the proposed rule reads a metric that is not there, and proves nothing', async () => {
    writeFileSync(join(folder, 'typo.yml'), SHOP_RULES.replaceAll('_seconds_bucket', '_secnds_bucket'))
    const flags = ['--data', 'shop.om', '--out', 'typo', '--proposed', 'typo.yml', '--alert', 'CheckoutSlow']
    const { code, stdout } = await backtest(...flags, '--quiet')
    expect([code, stdout]).toEqual([
      3,
      'inconclusive: Not compared: CheckoutSlow, no series matched shop_secnds_bucket under typo.yml.\n',
    ])
    expect(reportIn('typo').headline).toMatch(
      /^CheckoutSlow cannot be compared: no series matched .*_secnds_bucket.* under typo\.yml, in /,
    )
    const [change] = reportIn('typo').changes ?? []
    expect(change).toMatchObject({ gonePages: [], newPages: [], unknownPages: 2, after: { isEvaluated: false } })
  })

  it.each([
    [
      ['--data', 'shop.om', '--expect', 'CheckoutSlo: never'],
      '--expect: expected the name of an alert of rules.yml, got CheckoutSlo (did you mean CheckoutSlow?)',
    ],
    [['--data', 'shop.om', '--alert', 'Nothing'], '--alert: expected the name of an alert of rules.yml, got Nothing'],
    [
      ['--data', 'shop.om', '--range', '1m', '--alert', 'QueueFull'],
      '--range 1m: expected an alert in which that can be replaced, got none: QueueFull: it has no rate over a range',
    ],
    [
      ['--data', 'nothing.om'],
      '--data nothing.om: expected OpenMetrics text with timestamps, or the folder of a run, got no such file',
    ],
    [
      ['--data', 'shop.om', '--from', '2026-12-01'],
      'shop.om: expected samples with timestamps of what the rules read (',
    ],
    [[], 'got neither --prometheus URL nor --data FILE'],
  ])('refuses %j', async (flags, message) => {
    const { code, stderr, stdout } = await backtest(...flags, '--out', 'refused')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(existsSync(join(folder, 'refused'))).toBe(false)
  })
})

describeReal('sla-harness backtest on a Prometheus', ['prometheus', 'promtool'], ({ prometheus }) => {
  let programs: GuardedPrograms
  let url = ''
  beforeAll(async () => {
    programs = await guardPrograms()
    const text = recordedShop()
    const served = await serveBlocks(programs, { name: 'shop', binary: prometheus, text })
    url = served.baseUrl
    await served.api.close()
  })
  afterAll(() => programs?.stop())

  it('finds the episodes that the file has', async () => {
    const span = ['--from', new Date(SHOP_START_MS).toISOString(), '--to', new Date(SHOP_END_MS).toISOString()]
    const flags = [...span, '--expect', 'CheckoutSlow: never', '--proposed', 'new-rules.yml']
    const [served, read] = await Promise.all([
      backtest('--prometheus', url, ...flags, '--out', 'served'),
      backtest('--data', 'shop.om', ...flags, '--out', 'read'),
    ])
    expect([served.code, read.code]).toEqual([1, 1])
    const [ofPrometheus, ofFile] = [reportIn('served'), reportIn('read')]
    const known = ({ variants, changes, expectations }: BacktestReport) => ({ variants, changes, expectations })
    expect(known(ofPrometheus)).toEqual(known(ofFile))
    expect(ofPrometheus.source).toMatchObject({ kind: 'prometheus', place: url })
    expect(served.stdout).toContain('CheckoutSlow fired 2 → 1 times in the 4h to 2026-11-01 04:00 UTC')
  })
})
