import { Command } from 'commander'
import { expect, it } from 'vitest'
import { allowHostFlag } from '../../../commands/flags/allow-host-flag.ts'

function parsed(...words: string[]): unknown {
  const command = new Command().addOption(allowHostFlag()).exitOverride()
  command.configureOutput({ writeErr: () => {} }).parse(words, { from: 'user' })
  return command.opts().allowHost
}

it('collects hosts, also several from one text', () => {
  expect(parsed()).toBeUndefined()
  expect(parsed('--allow-host', 'shop.example', '--allow-host', '*.a.example:80, 10.0.0.7')).toEqual([
    'shop.example',
    '*.a.example:80',
    '10.0.0.7',
  ])
})

it.each(['*', 'https://shop.example', ''])('refuses %j', (text) => {
  expect(() => parsed('--allow-host', text)).toThrow(/Expected a host such as shop\.example:8443/)
})
