import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { natsConfig, QUOTED_TOKEN } from '../../../generators/placement/nats-config.ts'
import { describeReal } from '../../support/real-programs.ts'

describeReal('nats-server takes the configuration', ['nats-server'], ({ 'nats-server': binary }) => {
  /** What it says of it, without starting. */
  async function said(variable: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'nats-config-'))
    try {
      const file = join(folder, 'nats.conf')
      await writeFile(file, natsConfig(folder))
      const env = { ...process.env, [QUOTED_TOKEN]: variable }
      const { stderr } = await promisify(execFile)(binary, ['--config', file, '-t'], { env })
      return stderr
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  it.each(['12e45', '2724e82adbbfb9e756f82615e54c567cd0d9951f75d8a5c4', '1234567890', 'true', '10k', 'q+/='])(
    'with the token %s',
    async (token) => {
      expect(await said(`"${token}"`)).toMatch(/is valid/)
    },
  )

  it('and would not take a token without quotes that looks like a number', async () => {
    await expect(said('12e45')).rejects.toThrow(/could not be parsed/)
  })
})
