const ENDING = /\.(?:css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|avif|bmp|woff2?|ttf|otf|eot|mp[34]|webm|ogg|wasm)$/i

/** Whether a path is that of a file that is served as it lies there. */
export function isStaticPath(path: string): boolean {
  return ENDING.test(path.split(/[?#]/)[0] ?? '')
}
