// A data file as it lies on a disk: its length and the hash by which both sides know it.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { RunFile } from '../wire/command.ts'

/** @throws Error where it cannot be read */
export async function hashFile(file: string): Promise<RunFile> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const part of createReadStream(file)) {
    hash.update(part)
    bytes += part.length
  }
  return { file, bytes, sha256: hash.digest('hex') }
}
