/**
 * Of what a page that answers a form begins with: the browser goes there by itself, without a script, and Tab leads on from there. Of
 * several on a page the first one counts.
 */
export const FOCUSED = { tabIndex: -1, autofocus: true } as const
