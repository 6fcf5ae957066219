// How threads end: they are asked to, and do so between two of their tasks. Node 20 aborts the whole process where a thread is
// cut off between making a decompressor and initialising it (src/node_zlib.cc, "close before init"): about one in fifty
// terminations of a thread that unpacks small bodies without a pause. It may as well where V8 compiles for a thread that is gone.

import type { Worker } from 'node:worker_threads'

/** The message that asks. */
export const END = 'end'

/** A thread that is busy for longer is hung, or as good as hung. */
const END_SECONDS = 2

export function askToEnd(thread: Worker): void {
  thread.postMessage(END)
}

/** When it resolves, the thread is gone: one that does not end when it is asked is terminated. */
export async function endThread(thread: Worker): Promise<void> {
  // So it is once a thread has exited.
  if (thread.threadId < 0) return
  const exited = new Promise((resolve) => thread.once('exit', resolve))
  askToEnd(thread)
  const force = setTimeout(() => void thread.terminate(), END_SECONDS * 1e3)
  await exited
  clearTimeout(force)
}
