/** What the inbox or a look-up answers no to, in the words of the field (spec access.md §12, §13.3). */
import type { Refusal } from '../../../../base/refusal.ts'
import type { Language } from '../../../../batch/languages.ts'
import type { Reason } from '../../../../batch/reason.ts'
import { textOf } from '../../../../batch/reasons/catalogue.ts'
import type { TransferFault } from '../../../../mailbox/transfers/transfers.ts'
import { refusalTexts } from '../../refusal-texts.ts'
import type { FaultText, SoapFault } from './soap-fault.ts'
import { systemFault } from './system-faults.ts'

// biome-ignore format: a table
const BUSINESS = {
  payloadTooLarge: {
    de: 'Die Datei ist größer als zugelassen. Teilen Sie die Meldung in mehrere Teile.',
    fr: 'Le fichier dépasse la taille admise. Répartissez la déclaration en plusieurs parties.',
    nl: 'Het bestand is groter dan toegelaten. Splits de aangifte in meerdere delen.',
    en: 'The file is larger than allowed. Split the declaration into several parts.',
  },
  digestMismatch: {
    de: 'Der Inhalt hat einen anderen SHA-256-Wert als angegeben. Berechnen Sie ihn über die Bytes, die Sie senden.',
    fr: 'Le contenu a une autre valeur SHA-256 que celle indiquée. Calculez-la sur les octets envoyés.',
    nl: 'De inhoud heeft een andere SHA-256-waarde dan opgegeven. Bereken ze over de bytes die u verstuurt.',
    en: 'The content has another SHA-256 than the request says. Compute it over the bytes that you send.',
  },
  fileNameAlreadyUsed: {
    de: 'Unter diesem Namen ist anderer Inhalt eingegangen. Verwenden Sie eine neue laufende Nummer.',
    fr: 'Un autre contenu a été reçu sous ce nom. Utilisez un nouveau numéro de suite.',
    nl: 'Onder deze naam is andere inhoud ontvangen. Gebruik een nieuw volgnummer.',
    en: 'Other content came under this name. Use a new sequence number.',
  },
  resourceNotFound: {
    de: 'Das gibt es für diesen Absender nicht. Prüfen Sie Ticket oder Kennung.',
    fr: 'Cela n’existe pas pour cet expéditeur. Vérifiez le ticket ou l’identifiant.',
    nl: 'Dit bestaat niet voor deze afzender. Controleer ticket of kenmerk.',
    en: 'The sender has no such thing. Check the ticket or the id.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>

export function businessFault(code: keyof typeof BUSINESS): SoapFault {
  return faultOf([[code, BUSINESS[code]]])
}

/** rule 18.10: what the gate would answer is told by its official codes, all of a round at once. */
export function transferFault(fault: TransferFault): SoapFault {
  switch (fault.kind) {
    case 'refused':
      return refusalFault(fault.refusal)
    case 'tooLarge':
      return businessFault('payloadTooLarge')
    case 'digestMismatch':
      return businessFault('digestMismatch')
    case 'partMissing':
      return systemFault('SOA-03007', 'FileName')
    case 'nameUsed':
      return businessFault('fileNameAlreadyUsed')
    case 'faults':
      return faultOf(fault.reasons.map((reason) => [acknowledgementCode(reason), textOf(reason)] as const))
  }
}

/** A reason as an acknowledgement names it: `ACRF-088`. */
export function acknowledgementCode({ code }: Reason): string {
  return `ACRF-${String(code).padStart(3, '0')}`
}

/** What passes by itself is asked again later; the rest is the sender's to change. */
function refusalFault(refusal: Refusal): SoapFault {
  const { code } = refusal
  if (code === 'SLU-DISK' || code === 'SLU-STORE' || code === 'SLU-BUSY') return systemFault('SOA-02002')
  return faultOf([[code, refusalTexts(refusal)]])
}

function faultOf(errors: readonly (readonly [code: string, message: FaultText])[]): SoapFault {
  return { code: 'Client', errors: errors.map(([code, message]) => ({ kind: 'BusinessError', code, message })) }
}
