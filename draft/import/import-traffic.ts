// What a description or a recording says about traffic, whatever it is written in.

import { assertNever } from '../../core/assert-never.ts'
import { formatCount } from '../../core/text/count.ts'
import type { ImportedTraffic } from '../imported-traffic.ts'
import { importAccessLog } from './access-log/import-access-log.ts'
import { importCurl } from './curl/import-curl.ts'
import { importHar } from './har/import-har.ts'
import type { ImportFormat } from './import-format.ts'
import { importMistake } from './import-mistake.ts'
import { importOpenapi } from './openapi/import-openapi.ts'
import { holdsMarkCharacters } from './written/marks.ts'

/** The most characters that are read. A description of thousands of operations has ten million. */
const MOST_CHARACTERS: Readonly<Record<ImportFormat, number>> = {
  openapi: 32_000_000,
  har: 300_000_000,
  curl: 2_000_000,
  'access-log': 400_000_000,
}

/**
 * @param name of the file, or what a user would call the text: `the curl command`
 * @throws UserError that names the place, what was expected and what was got
 */
export function importTraffic(text: string, format: ImportFormat, name: string): ImportedTraffic {
  const most = MOST_CHARACTERS[format]
  const place = { name, at: null }
  if (text.length > most)
    throw importMistake(place, `at most ${formatCount(most)} characters`, formatCount(text.length))
  if (text.trim() === '') throw importMistake(place, NAMED[format], 'nothing')
  if (text.slice(0, 10_000).includes('\0')) throw importMistake(place, NAMED[format], 'a binary file')
  if (holdsMarkCharacters(text)) throw importMistake(place, 'text', 'characters that Unicode keeps for other uses')
  const written = text.replace(/^\u{FEFF}/u, '')
  switch (format) {
    case 'openapi':
      return importOpenapi(written, name)
    case 'har':
      return importHar(written, name)
    case 'curl':
      return importCurl(written, name)
    case 'access-log':
      return importAccessLog(written, name)
    default:
      return assertNever(format)
  }
}

const NAMED: Readonly<Record<ImportFormat, string>> = {
  openapi: 'an OpenAPI description',
  har: 'a HAR recording',
  curl: 'a curl command',
  'access-log': 'an access log',
}
