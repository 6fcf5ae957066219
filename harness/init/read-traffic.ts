// What `--from` names → traffic: a file of one of the formats, or a curl command as it is.

import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { UserError } from '../../core/user-error.ts'
import { detectFormat } from '../../draft/import/detect-format.ts'
import { importTraffic } from '../../draft/import/import-traffic.ts'
import type { ImportedTraffic } from '../../draft/imported-traffic.ts'

const MOST_BYTES = 400_000_000

/** @throws UserError where there is no such file, or nothing that is known is in it */
export async function readTraffic(from: string, cwd: string): Promise<ImportedTraffic> {
  if (isCurlCommand(from)) return importTraffic(from, 'curl', CURL_COMMAND)
  const text = await readText(from, cwd)
  const format = detectFormat(text, from)
  if (format !== null) return importTraffic(text, format, from)
  throw new UserError(
    `${from}: expected an OpenAPI description, a HAR recording, curl commands or an access log in the common or combined format, got none of these`,
  )
}

const CURL_COMMAND = 'the curl command'

/** And not the name of a file. */
export function isCurlCommand(from: string): boolean {
  return detectFormat(from, CURL_COMMAND) === 'curl'
}

async function readText(from: string, cwd: string): Promise<string> {
  const file = resolve(cwd, from)
  try {
    const { size } = await stat(file)
    if (size > MOST_BYTES)
      throw new UserError(`${from}: expected at most ${MOST_BYTES / 1e6} MB, got ${Math.round(size / 1e6)} MB`)
    const bytes = await readFile(file)
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    return (isGzip ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes).toString('utf8')
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error
    throw new UserError(
      `init: expected a file or a curl command behind --from, got ${JSON.stringify(from.slice(0, 100))}: ${reasonOf(error)}`,
      {
        cause: error,
      },
    )
  }
}

function reasonOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a folder'
  return code === undefined ? error.message : String(code)
}
