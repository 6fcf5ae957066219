// Where a run's result goes, besides the files in its folder: chosen with --reporter, or by what the surroundings offer.
// The table below is the one list of them.

import { access, constants, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Environment } from '../../core/environment.ts'
import { UserError } from '../../core/user-error.ts'
import { makeFolder, removeEmptyFolders, tryToWrite } from '../run-folder/make-folder.ts'

interface ReporterKind {
  /** Whether `name=<file>` may or must say where it writes. */
  readonly file: 'none' | 'optional' | 'required'
  /** Whether `auto` includes it. */
  readonly auto: boolean
  /** Whether anybody would read it here, given no file. */
  isRead(environment: Environment): boolean
  /** Where it writes, given no file. */
  defaultFile?(environment: Environment): string
}

const REPORTERS = {
  terminal: { file: 'none', auto: true, isRead: () => true },
  markdown: {
    file: 'optional',
    auto: true,
    isRead: ({ GITHUB_STEP_SUMMARY: summary = '' }) => summary !== '',
    defaultFile: ({ GITHUB_STEP_SUMMARY: summary = '' }) => summary,
  },
  github: { file: 'none', auto: true, isRead: ({ GITHUB_ACTIONS }) => GITHUB_ACTIONS === 'true' },
  junit: { file: 'required', auto: false, isRead: () => false },
} satisfies Readonly<Record<string, ReporterKind>>

export type ReporterName = keyof typeof REPORTERS

export interface Reporter {
  readonly name: ReporterName
  /** Empty for a reporter that writes to the output. */
  readonly file: string
}

const NAMES = Object.keys(REPORTERS) as ReporterName[]
const kindOf = (name: ReporterName): ReporterKind => REPORTERS[name]

/** How reporters are named: `auto`, `terminal`, `markdown[=<file>]`. */
export const REPORTER_FORMS: readonly string[] = [
  'auto',
  ...NAMES.map((name) => name + { none: '', optional: '[=<file>]', required: '=<file>' }[kindOf(name).file]),
]

/** Whether a text names a reporter in one of the forms. */
export function namesReporter(text: string): boolean {
  if (text === 'auto') return true
  const { name, file } = splitName(text)
  if (!isName(name)) return false
  const given = text.includes('=')
  return { none: !given, optional: !given || file !== '', required: file !== '' }[kindOf(name).file]
}

/** Each named reporter once, in the order named. Of those given no file, only what somebody would read. */
export function chooseReporters(names: readonly string[], environment: Environment): Reporter[] {
  const automatic = NAMES.filter((name) => kindOf(name).auto)
  const wanted = (names.length === 0 ? ['auto'] : names).flatMap((name) => (name === 'auto' ? automatic : [name]))
  const chosen = wanted.flatMap((text): Reporter[] => {
    const { name, file } = splitName(text)
    if (!isName(name)) throw new RangeError(`expected a reporter, got ${text}`)
    if (file !== '') return [{ name, file }]
    const kind = kindOf(name)
    return kind.isRead(environment) ? [{ name, file: kind.defaultFile?.(environment) ?? '' }] : []
  })
  return [...new Map(chosen.map((reporter) => [JSON.stringify(reporter), reporter])).values()]
}

function splitName(text: string): { readonly name: string; readonly file: string } {
  const at = text.indexOf('=')
  return at < 0 ? { name: text, file: '' } : { name: text.slice(0, at), file: text.slice(at + 1) }
}

function isName(text: string): text is ReporterName {
  return Object.hasOwn(REPORTERS, text)
}

/**
 * Before the run, so that it is not in vain. Leaves nothing behind.
 * @throws UserError where a file that was named cannot be written
 */
export async function checkReporterFiles(reporters: readonly Reporter[], environment: Environment): Promise<void> {
  for (const { name, file } of reporters)
    if (file !== '' && file !== environment.GITHUB_STEP_SUMMARY)
      await toFile(`--reporter ${name}=${file}`, file, checkWritable)
}

async function checkWritable(path: string): Promise<void> {
  const folder = dirname(path)
  const uppermost = await makeFolder(folder)
  try {
    const found = await stat(path).catch(() => null)
    if (found?.isDirectory()) throw new Error('a folder')
    await (found === null ? tryToWrite(folder) : access(path, constants.W_OK))
  } finally {
    if (uppermost !== null) await removeEmptyFolders(folder, uppermost)
  }
}

/** @throws UserError where the file cannot be written to. @param name how it was named */
export async function toFile(name: string, file: string, write: (path: string) => Promise<void>): Promise<void> {
  try {
    await write(resolve(file))
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new UserError(`${name}: expected a file that can be written to, got ${got}`, { cause: error })
  }
}
