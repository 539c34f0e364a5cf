/** A message as a tree: names, attributes and text, and nothing that could be read in two ways. */
export type Element = {
  readonly local: string
  /** Empty without one. */
  readonly namespace: string
  /** Without the declarations of namespaces. */
  readonly attributes: readonly Attribute[]
  readonly parent: Element | null
  readonly children: Element[]
  /** Its own text, in one piece; what stands in its children is theirs. */
  text: string
  /** Comments that stand directly in it. */
  comments: number
}

export type Attribute = { readonly local: string; readonly namespace: string; readonly value: string }

export function isNamed(element: Element | null | undefined, namespace: string, local: string): boolean {
  return element?.namespace === namespace && element.local === local
}

export function childrenNamed(element: Element, namespace: string, local: string): readonly Element[] {
  return element.children.filter((child) => isNamed(child, namespace, local))
}

/** The value, or null without that attribute. */
export function attributeOf(element: Element, namespace: string, local: string): string | null {
  return element.attributes.find((found) => found.namespace === namespace && found.local === local)?.value ?? null
}

/** It and everything below it. */
export function* everyElement(element: Element): Generator<Element> {
  yield element
  for (const child of element.children) yield* everyElement(child)
}

/** Nothing but white space between its children. */
export function hasElementsOnly({ text }: Element): boolean {
  return !/[^ \t\r\n]/.test(text)
}
