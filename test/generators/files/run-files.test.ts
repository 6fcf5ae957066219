// A data file on its way from the coordinator's disk to a generator's: both ends, and no broker between them.

import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Msg, NatsConnection, SubscriptionOptions } from '@nats-io/transport-node'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PlannedData } from '../../../core/data/data-set.ts'
import { FileDesk } from '../../../generators/files/file-desk.ts'
import { type AskForPiece, RunFiles } from '../../../generators/files/run-files.ts'
import { pieceWantedBytes, readPiece } from '../../../generators/wire/file-piece.ts'
import { PROTOCOL_VERSION } from '../../../load/generator/protocol.ts'
import { loadPlan } from '../../support/load-plan.ts'

const CONTENT = Buffer.from(Array.from({ length: 400_000 }, (_, i) => i % 251))

let folder: string
/** Where the generator keeps files. */
let kept: string
let users: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-files-'))
  kept = join(folder, 'kept')
  mkdirSync(kept)
  users = join(folder, 'users.csv')
  vi.stubEnv('TMPDIR', kept)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function planOf(file: string) {
  const blocks = { offsets: new Float64Array(), firstRows: new Float64Array(), endOffset: 0 }
  const source: PlannedData['source'] = { kind: 'file', file, blocks }
  return loadPlan('http://127.0.0.1:1', {
    data: [{ name: 'users', order: 'once', format: 'csv', columns: ['name'], rows: 1, source, usedBy: [true] }],
  })
}

/** Where the only data file of a plan is, as a generator gives the plan to its thread. */
function placeOf(files: RunFiles): string | undefined {
  const plan = planOf(users)
  const message = files.placed({
    ...{ version: PROTOCOL_VERSION, type: 'prepare', plan, shard: { index: 0, count: 1 } },
    ...{ connections: 1, openAtFirst: 1, secrets: [] },
  })
  const source = message.type === 'prepare' ? message.plan.data?.[0]?.source : undefined
  return source?.kind === 'file' ? source.file : undefined
}

/** What lies in the generator's folders. */
function keptFiles(): string[] {
  return readdirSync(kept).flatMap((name) => readdirSync(join(kept, name)).map((file) => join(kept, name, file)))
}

function overwriteBeginning(file: string): void {
  const opened = openSync(file, 'r+')
  writeSync(opened, '!', 0)
  closeSync(opened)
}

describe('a data file that a generator fetches', () => {
  it.each([
    [64 * 1024, 'in more pieces than it asked for, where the broker takes small messages'],
    [1024 ** 2, 'in the pieces that it asks for'],
  ])('comes whole over a broker that takes %i bytes: %s', async (chunkBytes) => {
    writeFileSync(users, CONTENT)
    const desk = new FileDesk(() => chunkBytes)
    const files = new RunFiles((wanted) => desk.answer(wanted))
    await files.fetch(await desk.filesOf(planOf(users)))
    const place = placeOf(files)
    expect(readFileSync(place ?? '').equals(CONTENT)).toBe(true)
    expect(keptFiles()).toEqual([place])
    await files.remove()
    await desk.close()
    expect(readdirSync(kept)).toEqual([])
  })

  it('stays in all runs of a command what it was when its rows were counted, though another is in its place', async () => {
    writeFileSync(users, CONTENT)
    const desk = new FileDesk(() => 512 * 1024)
    const files = new RunFiles((wanted) => desk.answer(wanted))
    const first = await desk.filesOf(planOf(users))
    await files.fetch(first)
    writeFileSync(`${users}.new`, CONTENT.toReversed())
    renameSync(`${users}.new`, users)
    const second = await desk.filesOf(planOf(users))
    await files.fetch(second)
    expect(second).toEqual(first)
    expect(readFileSync(placeOf(files) ?? '').equals(CONTENT)).toBe(true)
    await files.remove()
    await desk.close()
  })

  it('is refused where what lies on the disk is not what the coordinator has, whatever came over the broker', async () => {
    writeFileSync(users, CONTENT)
    const desk = new FileDesk(() => 512 * 1024)
    const files = new RunFiles(async (wanted) => {
      // Another process writes into the file, or a disk loses what it took.
      for (const file of keptFiles()) overwriteBeginning(file)
      return desk.answer(wanted)
    })
    const wanted = await desk.filesOf(planOf(users))
    await expect(files.fetch(wanted)).rejects.toThrow(
      `data file ${users}: expected it as the coordinator has it (400,000 bytes), got another of 400,000 bytes`,
    )
    await files.remove()
    await desk.close()
    expect(readdirSync(kept)).toEqual([])
  })

  it('is refused by its name where this machine cannot keep it', async () => {
    writeFileSync(users, CONTENT)
    const desk = new FileDesk(() => 512 * 1024)
    const wanted = await desk.filesOf(planOf(users))
    rmSync(kept, { recursive: true })
    await expect(new RunFiles((asked) => desk.answer(asked)).fetch(wanted)).rejects.toThrow(
      new RegExp(`^data file ${users}: ENOENT`),
    )
    await desk.close()
  })

  it.each<readonly [string, AskForPiece, RegExp]>([
    ['has no such file', async (wanted) => new FileDesk(() => 9999).answer(wanted), /: expected a file of this run/],
    ['does not answer', () => Promise.reject(new Error('timeout')), /: timeout$/],
    ['answers with something else', async () => new Uint8Array(3), /: .*expected/],
  ])('is refused by its name where the coordinator %s', async (_, ask, reason) => {
    const files = new RunFiles(ask)
    const fetched = files.fetch([{ file: users, bytes: 10, sha256: 'ab'.repeat(32) }])
    await expect(fetched).rejects.toThrow(reason)
    await expect(fetched).rejects.toThrow(`data file ${users}: `)
    await files.remove()
  })
})

describe('a coordinator that hands out files', () => {
  const asked = async (desk: FileDesk, sha256: string, offset: number, bytes: number) =>
    readPiece(await desk.answer(pieceWantedBytes({ sha256, offset, bytes })))

  it('reads a file again that could not be read when it was asked for first', async () => {
    const desk = new FileDesk(() => 512 * 1024)
    await expect(desk.filesOf(planOf(users))).rejects.toThrow('ENOENT')
    writeFileSync(users, CONTENT)
    const [file] = await desk.filesOf(planOf(users))
    const sha256 = file?.sha256 ?? ''
    rmSync(users)
    expect(await asked(desk, sha256, 0, 4)).toEqual({ refused: expect.stringContaining('ENOENT') })
    writeFileSync(users, CONTENT)
    expect(await asked(desk, sha256, 250, 4)).toEqual({ bytes: Uint8Array.of(250, 0, 1, 2) })
    await desk.close()
  })

  it('says so where a file has become shorter, and gives no part of what was asked for', async () => {
    writeFileSync(users, CONTENT)
    const desk = new FileDesk(() => 512 * 1024)
    const [file] = await desk.filesOf(planOf(users))
    writeFileSync(users, CONTENT.subarray(0, 100))
    expect(await asked(desk, file?.sha256 ?? '', 90, 20)).toEqual({ refused: `${users} is shorter than it was` })
    await desk.close()
  })

  it('answers nobody over a connection that was closed while the file was read', async () => {
    const respond = vi.fn(() => {
      throw new Error('closed connection')
    })
    const unhandled = vi.fn()
    process.once('unhandledRejection', unhandled)
    const subscribe = (_: string, options: SubscriptionOptions) => {
      options.callback?.(null, { data: new Uint8Array(3), respond } as unknown as Msg)
    }
    const desk = new FileDesk(() => 512 * 1024)
    desk.serve({ subscribe, isClosed: () => true } as unknown as NatsConnection, 'run')
    await new Promise((resolve) => setTimeout(resolve, 20))
    process.off('unhandledRejection', unhandled)
    expect([respond.mock.calls, unhandled.mock.calls]).toEqual([[], []])
  })
})
