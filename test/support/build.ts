// Child processes and worker threads run compiled JavaScript: compile once before the tests.

import { execFileSync } from 'node:child_process'

export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
}
