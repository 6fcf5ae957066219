// Writes a comparison of bucket layouts that was made from a record: layouts.json for programs, layouts.md for people.
// What else is in the folder stays as it is.

import { join } from 'node:path'
import type { LayoutsReport } from '../../core/report/layout-comparison.ts'
import type { Report } from '../../core/report/report.ts'
import { UserError } from '../../core/user-error.ts'
import { jsonText } from '../json/json-text.ts'
import { renderLayoutsMarkdown } from '../markdown/layouts-markdown.ts'
import { makeFolder } from './make-folder.ts'
import { writeWhole } from './write-whole.ts'

export const LAYOUTS_FILE = 'layouts.json'

/** @returns the paths that were written @throws UserError where the folder cannot be written to */
export async function writeLayouts(folder: string, compared: LayoutsReport): Promise<string[]> {
  const files = [
    { path: join(folder, LAYOUTS_FILE), text: jsonText(compared) },
    { path: join(folder, 'layouts.md'), text: renderLayoutsMarkdown(compared) },
  ]
  try {
    await makeFolder(folder)
    for (const { path, text } of files) await writeWhole(path, text)
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new UserError(`${folder}: expected a folder that can be written to, got ${got}`, { cause: error })
  }
  return files.map(({ path }) => path)
}

/** What a report says of layouts; null where none were compared. */
export function layoutsOfReport({ layouts, layoutStudy }: Report): LayoutsReport | null {
  return layouts && layoutStudy ? { layouts, layoutStudy } : null
}
