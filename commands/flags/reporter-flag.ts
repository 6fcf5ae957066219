// --reporter: where the result of a run goes.

import { InvalidArgumentError, type Option } from 'commander'
import { listed } from '../../core/text/plural.ts'
import { namesReporter, REPORTER_FORMS } from '../../reports/reporters/reporters.ts'
import { withSuggestions } from '../completion/completed.ts'
import { flag } from './flag.ts'

export function reporterFlag(): Option {
  const option = flag('--reporter <names>', `${REPORTER_FORMS.join(', ')}; a list, or repeated (default: auto)`)
  return withSuggestions(option.argParser(reporterNames), REPORTER_FORMS.map(beginning))
}

/** What is the same whichever file is meant: `junit=` of `junit=<file>`. */
function beginning(form: string): string {
  return form.replace(/[[<].*/, '')
}

/** Commander's parser for a flag that may be repeated, each with a list of its own. */
export function reporterNames(text: string, before: readonly string[] | undefined): string[] {
  const names = text.split(',').map((name) => name.trim())
  for (const name of names)
    if (!namesReporter(name))
      throw new InvalidArgumentError(`Expected one of ${listed(REPORTER_FORMS)}, got ${name || 'nothing'}.`)
  return [...(before ?? []), ...names]
}
