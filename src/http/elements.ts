/** What pages are made of, for those who write them: the library behind is known in this module only. */
import type { ComponentChildren, VNode } from 'preact'

export type Children = ComponentChildren
export type Element = VNode

export { Fragment } from 'preact'
