// `--rules` of the commands that evaluate rules. A shell that expands a pattern hands over several files behind one flag.

import type { Option } from 'commander'
import { flag } from './flag.ts'
import { gathered } from './layout-flags.ts'

export function rulesFlag(): Option {
  return flag(
    '--rules <file...>',
    "Prometheus rule files or PrometheusRules: files, folders, or patterns such as 'rules/**/*.yml' (may be repeated)",
  ).argParser(gathered)
}
