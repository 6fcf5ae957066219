// `allowHosts`: whom a run may load.

import { parseHostPattern } from '../../../core/scenario/allowed-hosts.ts'
import { isHttpUrl } from '../../../core/text/url.ts'
import { leaf, listOf } from '../building-blocks.ts'

const HOST = 'a host such as shop.example, shop.example:8443 or *.shop.example'

const host = leaf<string>(
  (got) => {
    if (typeof got === 'string' && isHttpUrl(got)) return `${HOST}, here ${new URL(got).host}`
    return got === '*' ? `${HOST}, each by its name` : HOST
  },
  (value) => typeof value === 'string' && parseHostPattern(value) !== undefined,
  { type: 'string', pattern: '^[^\\s/*,@]+$|^\\*\\.[^\\s/*,@]+$', examples: ['shop.example', '*.shop.example'] },
)

export const allowHostsSchema = listOf('a list of hosts, such as [shop.example]', host)
