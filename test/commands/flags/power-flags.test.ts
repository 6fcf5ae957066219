import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { addPowerFlags, type PowerFlags, powerRequest } from '../../../commands/flags/power-flags.ts'
import { UserError } from '../../../core/user-error.ts'

function flagsOf(...args: readonly string[]): PowerFlags {
  const command = new Command('drill').exitOverride().configureOutput({ writeErr: () => undefined })
  return addPowerFlags(command).parse(args, { from: 'user' }).opts<PowerFlags>()
}

const requestOf = (...args: readonly string[]) => powerRequest(flagsOf(...args), () => undefined)

describe('powerRequest', () => {
  it('is none where nothing is asked', async () => {
    expect(await requestOf()).toBeNull()
  })

  it('has what is usual where nothing else is said', async () => {
    expect(await requestOf('--smallest-incident')).toEqual({
      isCurveAsked: true,
      asked: null,
      layouts: [],
      variations: [],
      requiredProbability: 0.9,
      mostTrials: 240,
      threads: undefined,
    })
  })

  it('reads what is to be found, and what is tried for it', async () => {
    const detect = '10% of requests 2x slower for 5m by night'
    const asked = ['--detect', detect, '--within', '3m', '--false', '1/30d', '--power', '95%']
    const tried = ['--layout', 'lab;0.1,0.2', '--for', '1m,2m', '--threshold', '0.5']
    expect(await requestOf(...asked, ...tried)).toMatchObject({
      isCurveAsked: false,
      asked: {
        ...{ text: detect, share: 0.1, slowdown: 2, durationSeconds: 300, traffic: 'night' },
        withinSeconds: 180,
        falsePagesPerDay: 1 / 30,
      },
      layouts: [{ name: 'lab' }, { upperBounds: [0.1, 0.2] }],
      variations: [
        { name: '--for 1m --threshold 0.5', forSeconds: 60, threshold: 0.5 },
        { name: '--for 2m --threshold 0.5', forSeconds: 120, threshold: 0.5 },
      ],
      requiredProbability: 0.95,
    })
  })

  it('reads what a map is compared with', async () => {
    expect(await requestOf('--smallest-incident', '--for', '1m,2m', '--layout', 'lab')).toMatchObject({
      isCurveAsked: true,
      asked: null,
      layouts: [{ name: 'lab' }],
      variations: [{ name: '--for 1m' }, { name: '--for 2m' }],
    })
  })

  it.each([
    [['--within', '3m'], '--within: expected --detect with it'],
    [['--smallest-incident', '--within', '3m'], '--within: expected --detect with it'],
    [['--for', '1m', '--layout', 'lab'], '--layout and --for: expected --smallest-incident or --detect with it'],
    [['--trials', '100'], '--trials: expected --smallest-incident or --detect with it'],
    [['--detect', 'an outage'], '--detect: expected an incident'],
  ])('refuses %j', async (args, message) => {
    await expect(requestOf(...args)).rejects.toThrow(UserError)
    await expect(requestOf(...args)).rejects.toThrow(message)
  })

  it.each([
    [['--within', '0'], 'Expected a duration above 0'],
    [['--false', 'never'], 'Expected pages in a time, such as 1/30d, got never'],
    [['--power', '100%'], 'Expected a share above 0% and below 100%'],
    [['--trials', '0'], 'Expected a whole number from 1'],
  ])('refuses %j at once', (args, message) => {
    expect(() => flagsOf('--smallest-incident', ...args)).toThrow(message)
  })
})
