// Whether a host is this machine: traffic to it leaves no network card.

/** @param hostname as a URL has it: `localhost`, `127.0.0.1`, `[::1]` */
export function isLocalHost(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  return NAMES.has(name) || name.endsWith('.localhost') || LOOPBACK_V4.test(name) || LOOPBACK_V4_IN_V6.test(name)
}

/** The addresses without a host lead to this machine, too. */
const NAMES: ReadonlySet<string> = new Set(['localhost', '[::1]', '0.0.0.0', '[::]'])

// A name may begin with 127 as well: 127.example.org is anybody's.
const LOOPBACK_V4 = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/

/** `[::ffff:127.0.0.1]`, as URLs write it. */
const LOOPBACK_V4_IN_V6 = /^\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]$/
