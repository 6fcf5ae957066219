// The flag `--prometheus embedded|local|URL`.

import { InvalidArgumentError, type Option } from 'commander'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { isHttpUrl, redactUrl } from '../../core/text/url.ts'
import type { PrometheusChoice } from '../../harness/setup/run-options.ts'
import { withSuggestions } from '../completion/completed.ts'
import { flag } from './flag.ts'

export function prometheusFlag(): Option {
  const option = flag(
    '--prometheus <which>',
    'who evaluates the rules: embedded, local (a real one, started for this run) or a URL',
  )
    .default({ kind: 'embedded' } satisfies PrometheusChoice, 'embedded')
    .argParser(parseChoice)
  return withSuggestions(option, ['embedded', 'local'])
}

function parseChoice(text: string): PrometheusChoice {
  if (text === 'embedded' || text === 'local') return { kind: text }
  if (isHttpUrl(text)) return { kind: 'remote', url: text }
  const hint = didYouMean(text, ['embedded', 'local'])
  throw new InvalidArgumentError(`Expected embedded, local or an http or https URL, got ${text}${hint}.`)
}

/** The choice as written on a command line, without credentials. */
export function shownChoice(choice: PrometheusChoice): string {
  return choice.kind === 'remote' ? redactUrl(choice.url) : choice.kind
}
