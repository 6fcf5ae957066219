interface Span {
  readonly startSeconds: number
  readonly endSeconds: number
}

/** The same on an axis that begins so many seconds earlier. */
export function shifted<S extends Span>(span: S, seconds: number): S {
  return { ...span, startSeconds: span.startSeconds + seconds, endSeconds: span.endSeconds + seconds }
}
