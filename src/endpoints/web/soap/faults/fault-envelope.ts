import type { Language } from '../../../../batch/languages.ts'
import { ERRORS, SOAP } from '../xml/namespaces.ts'
import { writable, writeXml } from '../xml/write-xml.ts'
import type { FaultError, SoapFault } from './soap-fault.ts'

/** rule 18.9: `id` finds the request in the log; nothing else is told of our inside. */
export function faultEnvelope(fault: SoapFault, { language, id }: { language: Language; id: string }): string {
  const [first] = fault.errors
  return writeXml({
    'soap:Envelope': {
      '@xmlns:soap': SOAP,
      'soap:Body': {
        'soap:Fault': {
          faultcode: `soap:${fault.code}`,
          faultstring: first ? { '@xml:lang': 'en', '#text': writable(first.message.en) } : '',
          detail: { '@xmlns:e': ERRORS, ...errorsByKind(fault, language, id) },
        },
      },
    },
  })
}

function errorsByKind(fault: SoapFault, language: Language, id: string) {
  const kinds = [...new Set(fault.errors.map(({ kind }) => `e:${kind}`))]
  return Object.fromEntries(
    kinds.map((name) => [name, fault.errors.filter(({ kind }) => name === `e:${kind}`).map((error) => written(error))]),
  )

  function written({ code, message }: FaultError) {
    const said = message[language]
    return {
      '@Id': id,
      'e:Origin': fault.code === 'Server' ? 'Provider' : 'Consumer',
      'e:Code': code,
      'e:Message': { '@xml:lang': said === undefined ? 'en' : language, '#text': writable(said ?? message.en) },
      ...(fault.code === 'Server' && { 'e:Retry': fault.retrySeconds !== undefined }),
    }
  }
}
