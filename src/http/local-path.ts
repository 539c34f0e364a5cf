const LOCAL_PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,1000}$/

/**
 * Where to go on after a detour, from a parameter that anybody may have written: a path of ours, or `otherwise` (case W7). Two slashes,
 * a backslash or a control character would let a browser read another host out of it.
 */
export function localPath(text: string | undefined, otherwise: string): string {
  if (text === undefined || !LOCAL_PATH.test(text)) return otherwise
  const { origin, pathname, search } = new URL(text, 'https://here.invalid')
  return origin === 'https://here.invalid' && !pathname.startsWith('//') ? `${pathname}${search}` : otherwise
}
