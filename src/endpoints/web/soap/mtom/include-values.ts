import { no, ok, type Result } from '../../../../base/result.ts'
import { attributeOf, type Element, everyElement, isNamed } from '../xml/element.ts'
import { XOP } from '../xml/namespaces.ts'
import type { ParsedXml, XmlFault } from '../xml/parse-xml.ts'

/**
 * rule 18.11: the text with each Include replaced by its value in base64, which is what was signed. `mayInclude`: whether the schema has
 * binary content there. Each value is used exactly once.
 */
export function includeValues(
  text: string,
  { root, places }: ParsedXml,
  values: ReadonlyMap<string, Buffer>,
  mayInclude: (parent: Element) => boolean,
): Result<string, XmlFault> {
  const left = new Map(values)
  const pieces: string[] = []
  let at = 0
  for (const include of [...everyElement(root)].filter((element) => isNamed(element, XOP, 'Include'))) {
    const place = places.get(include)
    const value = left.get(referenceOf(include) ?? '')
    if (!place || !isAlone(include) || !include.parent || !mayInclude(include.parent))
      return no({ cause: 'an Include out of place' })
    if (!value) return no({ cause: 'an Include without a part of its own' })
    left.delete(referenceOf(include) ?? '')
    pieces.push(text.slice(at, place.start), value.toString('base64'))
    at = place.end
  }
  if (left.size > 0) return no({ cause: 'a part that nothing includes' })
  return ok([...pieces, text.slice(at)].join(''))
}

/** Nothing in it and nothing beside it. */
function isAlone({ parent, children, text, attributes, comments }: Element): boolean {
  if (children.length > 0 || text !== '' || attributes.length !== 1 || comments > 0) return false
  return parent?.children.length === 1 && parent.text.trim() === '' && parent.comments === 0
}

function referenceOf(include: Element): string | null {
  const href = attributeOf(include, '', 'href') ?? ''
  if (!href.startsWith('cid:')) return null
  try {
    return decodeURIComponent(href.slice('cid:'.length))
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}
