/** The errors that every SOAP service of the field has in common (spec access.md §12). */
import type { Language } from '../../../../batch/languages.ts'
import type { FaultError, SoapFault } from './soap-fault.ts'

const RETRY_SECONDS = 5

type Row = readonly [code: SoapFault['code'], text: Readonly<Record<Language, string>>]

// biome-ignore format: a table
const SYSTEM = {
  'SOA-00001': ['Server', {
    de: 'Bei uns ist etwas fehlgeschlagen. Versuchen Sie es später wieder, oder melden Sie die Kennung dieses Fehlers.',
    fr: 'Une erreur s’est produite de notre côté. Réessayez plus tard ou signalez l’identifiant de cette erreur.',
    nl: 'Bij ons is iets misgelopen. Probeer het later opnieuw, of meld het kenmerk van deze fout.',
    en: 'Something went wrong on our side. Try again later, or report the id of this error.',
  }],
  'SOA-01001': ['Client', {
    de: 'Die Anfrage ist nicht authentifiziert. Signieren Sie Zertifikat, Zeitstempel und Body mit einem Zertifikat, das für den Absender registriert und gültig ist, bei jeder Anfrage neu.',
    fr: 'La demande n’est pas authentifiée. Signez certificat, horodatage et corps avec un certificat enregistré pour l’expéditeur et valable, de nouveau à chaque demande.',
    nl: 'De aanvraag is niet geauthenticeerd. Onderteken certificaat, tijdstempel en body met een certificaat dat voor de afzender geregistreerd en geldig is, bij elke aanvraag opnieuw.',
    en: 'The request is not authenticated. Sign certificate, timestamp and body with a certificate that is registered for the sender and valid, anew with each request.',
  }],
  'SOA-01002': ['Client', {
    de: 'Der Absender darf das nicht. Prüfen Sie Absendernummer und Netz, aus dem Sie anfragen.',
    fr: 'L’expéditeur n’y est pas autorisé. Vérifiez le numéro d’expéditeur et le réseau d’où vient la demande.',
    nl: 'De afzender mag dit niet. Controleer het afzendernummer en het netwerk waaruit de aanvraag komt.',
    en: 'The sender may not do that. Check the sender number, and the network that you ask from.',
  }],
  'SOA-02001': ['Server', {
    de: 'Die Antwort kann so nicht gegeben werden. Dieselbe Anfrage wird auch später nicht gelingen; holen Sie die Nachricht auf einem anderen Weg ab.',
    fr: 'La réponse ne peut pas être donnée ainsi. La même demande n’aboutira pas plus tard non plus ; retirez le message par une autre voie.',
    nl: 'Het antwoord kan zo niet gegeven worden. Dezelfde aanvraag zal ook later niet lukken; haal het bericht langs een andere weg af.',
    en: 'The answer cannot be given in this way. The same request will not succeed later either; take the message by another way.',
  }],
  'SOA-02002': ['Server', {
    de: 'Das geht im Augenblick nicht. Senden Sie die Anfrage später wieder, mit neuem Zeitstempel und neuer Signatur.',
    fr: 'Ce n’est pas possible pour le moment. Renvoyez la demande plus tard, avec un nouvel horodatage et une nouvelle signature.',
    nl: 'Dit gaat op dit ogenblik niet. Verstuur de aanvraag later opnieuw, met een nieuwe tijdstempel en handtekening.',
    en: 'That is not possible at the moment. Send the request again later, with a new timestamp and signature.',
  }],
  'SOA-03001': ['Client', {
    de: 'Die Nachricht ist fehlerhaft aufgebaut. Senden Sie wohlgeformtes XML in UTF-8, ohne DOCTYPE, oder MTOM, in dem jeder Teil genau einmal gebraucht wird.',
    fr: 'Le message est mal formé. Envoyez du XML bien formé en UTF-8, sans DOCTYPE, ou du MTOM dont chaque partie est utilisée exactement une fois.',
    nl: 'Het bericht is verkeerd opgebouwd. Verstuur welgevormde XML in UTF-8, zonder DOCTYPE, of MTOM waarin elk deel precies één keer gebruikt wordt.',
    en: 'The message is malformed. Send well-formed XML in UTF-8 without DOCTYPE, or MTOM in which each part is used exactly once.',
  }],
  'SOA-03002': ['Client', {
    de: 'Das ist keine SOAP-Nachricht der Version 1.1. Senden Sie einen Envelope von SOAP 1.1.',
    fr: 'Ce n’est pas un message SOAP 1.1. Envoyez une enveloppe SOAP 1.1.',
    nl: 'Dit is geen SOAP-bericht van versie 1.1. Verstuur een envelope van SOAP 1.1.',
    en: 'This is not a message of SOAP 1.1. Send an envelope of SOAP 1.1.',
  }],
  'SOA-03003': ['Client', {
    de: 'Die Nachricht hat keinen Body mit einer Anfrage. Senden Sie genau einen Body mit genau einem Element.',
    fr: 'Le message n’a pas de corps contenant une demande. Envoyez exactement un corps avec exactement un élément.',
    nl: 'Het bericht heeft geen body met een aanvraag. Verstuur precies één body met precies één element.',
    en: 'The message has no body with a request. Send exactly one body with exactly one element.',
  }],
  'SOA-03004': ['Client', {
    de: 'Die Nachricht folgt nicht WS-I Basic Profile 1.1. Senden Sie höchstens einen Header, davor nichts, dahinter genau einen Body, darin genau ein Element, und sonst nichts.',
    fr: 'Le message ne respecte pas WS-I Basic Profile 1.1. Envoyez au plus un en-tête, rien avant, puis exactement un corps contenant exactement un élément, et rien d’autre.',
    nl: 'Het bericht volgt WS-I Basic Profile 1.1 niet. Verstuur hoogstens één header, niets ervoor, erachter precies één body met precies één element, en verder niets.',
    en: 'The message does not follow WS-I Basic Profile 1.1. Send at most one header, nothing before it, exactly one body behind it with exactly one element, and nothing else.',
  }],
  'SOA-03005': ['Client', {
    de: 'Die WSDL kennt diese Anfrage nicht. Prüfen Sie das Element im Body und SOAPAction.',
    fr: 'Le WSDL ne connaît pas cette demande. Vérifiez l’élément du corps et SOAPAction.',
    nl: 'De WSDL kent deze aanvraag niet. Controleer het element in de body en SOAPAction.',
    en: 'The WSDL does not know this request. Check the element in the body, and SOAPAction.',
  }],
  'SOA-03006': ['Client', {
    de: 'Die Anfrage passt nicht zum Schema in der WSDL. Erzeugen Sie sie nach der WSDL.',
    fr: 'La demande n’est pas conforme au schéma du WSDL. Établissez-la d’après le WSDL.',
    nl: 'De aanvraag past niet bij het schema in de WSDL. Maak ze volgens de WSDL.',
    en: 'The request does not fit the schema in the WSDL. Make it after the WSDL.',
  }],
  'SOA-03007': ['Client', {
    de: 'Der Inhalt der Anfrage widerspricht sich. Gleichen Sie die genannten Angaben ab.',
    fr: 'Le contenu de la demande est contradictoire. Faites concorder les indications citées.',
    nl: 'De inhoud van de aanvraag spreekt zichzelf tegen. Breng de genoemde gegevens in overeenstemming.',
    en: 'The content of the request contradicts itself. Bring into line what is named.',
  }],
} as const satisfies Readonly<Record<string, Row>>

export type SystemCode = keyof typeof SYSTEM

/** `where`: the element of the request that it is about; names of ours alone, never what a stranger wrote. */
export function systemFault(code: SystemCode, where?: string): SoapFault {
  const error: FaultError = { kind: 'SystemError', code, message: located(SYSTEM[code][1], where) }
  return { code: SYSTEM[code][0], errors: [error], ...(code === 'SOA-02002' && { retrySeconds: RETRY_SECONDS }) }
}

/** The same may be asked again after so many seconds, when it is known how many. */
export function notNow(retrySeconds = RETRY_SECONDS): SoapFault {
  return { ...systemFault('SOA-02002'), retrySeconds }
}

/** A header that must be understood and is not. */
export const NOT_UNDERSTOOD: SoapFault = { ...systemFault('SOA-03004', 'mustUnderstand'), code: 'MustUnderstand' }

export const OTHER_VERSION: SoapFault = { ...systemFault('SOA-03002'), code: 'VersionMismatch' }

function located(
  text: Readonly<Record<Language, string>>,
  where: string | undefined,
): Readonly<Record<Language, string>> {
  if (where === undefined) return text
  const told = (language: Language) => `${text[language]} [${where}]`
  return { de: told('de'), fr: told('fr'), nl: told('nl'), en: told('en') }
}
