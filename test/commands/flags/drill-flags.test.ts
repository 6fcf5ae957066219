import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { addDrillFlags, type DrillFlags, drillOptions } from '../../../commands/flags/drill-flags.ts'
import { addPowerFlags, type PowerFlags, powerRequest } from '../../../commands/flags/power-flags.ts'

interface Flags extends DrillFlags, PowerFlags {}

async function options(...args: readonly string[]) {
  const command = new Command('drill').exitOverride().configureOutput({ writeErr: () => undefined })
  const flags = addPowerFlags(addDrillFlags(command))
    .parse(['--rules', 'r.yml', ...args], { from: 'user' })
    .opts<Flags>()
  await powerRequest(flags, () => undefined)
  return drillOptions(flags)
}

describe('drillOptions', () => {
  it('are of one seed where nothing else is said', async () => {
    expect(await options()).toMatchObject({ seed: 1, seeds: 1, requiredShare: 0.9 })
    expect((await options()).threads).toBeUndefined()
  })

  it('take several seeds, the share in which what is expected has to hold, and threads', async () => {
    const asked = ['--seed', '7', '--seeds', '100', '--power', '99%', '--threads', '3', '--expect', 'pages for outage']
    expect(await options(...asked)).toMatchObject({ seed: 7, seeds: 100, requiredShare: 0.99, threads: 3 })
    expect(await options('--seed', '4294967294', '--seeds', '2')).toMatchObject({ seed: 4_294_967_294, seeds: 2 })
  })

  it.each<[string, string[], string]>([
    ['no seed', ['--seeds', '0'], 'Expected a whole number from 1 to 10000, got 0.'],
    ['fewer seeds than none', ['--seeds=-1'], 'Expected a whole number from 1 to 10000, got -1.'],
    ['a part of a seed', ['--seeds', '1.5'], 'Expected a whole number from 1 to 10000, got 1.5.'],
    ['seeds that are no number', ['--seeds', 'many'], 'Expected a whole number from 1 to 10000, got many.'],
    ['more seeds than there is time for', ['--seeds', '1000000000'], 'Expected a whole number from 1 to 10000'],
    ['seeds beyond the last', ['--seed', '4294967290', '--seeds', '10'], 'the last is 4294967299'],
    ['a share of one seed', ['--power', '95%', '--expect', 'pages for outage'], '--power: expected'],
    ['a share of seeds of which nothing is expected', ['--power', '95%', '--seeds', '9'], '--power: expected'],
    ['trials of nothing', ['--trials', '9'], '--trials: expected'],
    ['no thread', ['--threads', '0'], 'Expected a whole number from 1 to 256'],
  ])('refuse %s', async (_, args, message) => {
    await expect(options(...args)).rejects.toThrow(message)
  })
})
