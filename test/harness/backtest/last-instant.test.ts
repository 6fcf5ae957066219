import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lastInstantMs } from '../../../harness/backtest/last-instant.ts'
import { inTemporaryFolder } from '../../support/run-cli.ts'

const instantOf = (text: string) =>
  inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'scrapes.om'), text)
    return lastInstantMs(join(folder, 'scrapes.om'))
  })

describe('lastInstantMs', () => {
  it.each([
    [
      'a dump that is ordered by series',
      'a 1 1700000000.5\na 2 1700000060\nb{x="y z"} 3 1700000015\n# EOF\n',
      1_700_000_060_000,
    ],
    ['a label with a brace and an exemplar', 'a{x="}"} 1 1700000000 # {t="1"} 5 1800000000\n', 1_700_000_000_000],
    ['a value that looks like an instant', 'a 1900000000 1700000000\nb 1900000000\n', 1_700_000_000_000],
    ['what promtool tsdb dump prints', '{__name__="a", x="y"} 1.5 1700000000123\n', 1_700_000_000_123],
  ])('reads %s', async (_, text, expected) => {
    expect(await instantOf(text)).toBe(expected)
  })

  it('refuses samples without timestamps', async () => {
    await expect(instantOf('a 1\n# EOF\n')).rejects.toThrow('expected samples with timestamps, got none')
  })
})
