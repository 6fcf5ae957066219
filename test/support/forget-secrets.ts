// The registry of secrets belongs to the process, and test files share one: what a file registered ends with it.

import { beforeAll } from 'vitest'
import { forgetSecrets } from '../../core/secrets/secrets.ts'

beforeAll(forgetSecrets)
