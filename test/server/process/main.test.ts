import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'

it('names the command `server` when it is started without an IPC channel', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(packageRoot, 'dist/server/process/main.js')], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([2, expect.stringContaining('its command `server` starts the server by itself')])
})
