import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { inTemporaryFolder, runCli } from '../../support/run-cli.ts'

const kubernetes = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  inTemporaryFolder((cwd) => runCli(['kubernetes', ...args], { cwd, env }))

it('prints YAML for kubectl, beginning with what is to be done', async () => {
  const { code, stdout, stderr } = await kubernetes(['--generators', '3', '--run', 'nightly'])
  expect([code, stderr]).toEqual([0, ''])
  const documents = parseAllDocuments(stdout).map((document) => document.toJS())
  expect(documents.map((each) => each.kind)).toEqual(['ConfigMap', 'Service', 'StatefulSet', 'Job'])
  const [remarks = ''] = stdout.split('---\n')
  expect(remarks.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([])
  expect(remarks).toContain('kubectl create secret generic sla-nats --from-file=token=token')
  expect(remarks).toContain('--generators 3 --run nightly --join nats://127.0.0.1:4222')
})

it('prints the same as one list in JSON', async () => {
  const [yaml, json] = await Promise.all([
    kubernetes(['--generators', '3', '--namespace', 'load']),
    kubernetes(['--generators', '3', '--json'], { SLA_HARNESS_NAMESPACE: 'load' }),
  ])
  const list = JSON.parse(json.stdout)
  expect([list.apiVersion, list.kind]).toEqual(['v1', 'List'])
  const documents = parseAllDocuments(yaml.stdout).flatMap((document) => document.toJS() ?? [])
  expect(list.items).toEqual(documents)
})

describe('refuses', () => {
  it.each([
    [[], /required option '--generators <count>'/],
    [['--generators', '0'], /Expected a whole number from 1 to 1000, got 0/],
    [['--generators', '1001'], /Expected a whole number from 1 to 1000, got 1001/],
    [['--generators', '2', '--prefix', 'Sla_1'], /Expected up to 40 small letters/],
    [['--generators', '2', '--run', 'a.b'], /Expected up to 64 letters, digits, - and _, got a\.b/],
    [['--generators', '2', '--cpu', 'two'], /Expected cores, such as 2 or 500m, got two/],
    [['--generators', '2', '--cpu', '0'], /Expected cores/],
    [['--generators', '2', '--memory', '512MB'], /Expected a quantity of memory, such as 512Mi or 2Gi, got 512MB/],
    [['--generators', '2', '--deadline', '10'], /Expected a duration with a unit/],
    [['--generators', '2', '--join', 'nats://127.0.0.1:4222'], /in a pod is the pod itself/],
    [
      ['--generators', '2', '--join', 'nats://joe:secret-word@nats:4222'],
      /expected an address without user and password/,
    ],
    [['--generators', '2', '--join', 'nats.messaging,localhost'], /got localhost:4222, which in a pod/],
    [['--generators', '2', '--join', 'redis://x'], /expected the address of a broker/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await kubernetes(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('secret-word')
  })
})
