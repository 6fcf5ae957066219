// The flag `--push URL`: where a run is sent to. What it names is checked where its credentials are at hand.

import type { Option } from 'commander'
import { flag } from './flag.ts'

export function pushFlag(): Option {
  return flag(
    '--push <where>',
    'send the run to a Prometheus: its URL, remote-write=<URL> or otlp=<URL>; credentials from SLA_HARNESS_PUSH_TOKEN, or _USER and _PASSWORD',
  )
}
