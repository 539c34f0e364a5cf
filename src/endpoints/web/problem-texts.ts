/** What the catalogue of errors says to people: cause and remedy, never anything of our insides. */
import type { Language } from '../../batch/languages.ts'
import type { ProblemKey } from './problems.ts'

type Text = Readonly<Record<Language, string>>
export type ProblemText = { readonly title: Text; readonly detail: Text }

function said(title: Text, detail: Text): ProblemText {
  return { title, detail }
}

export const PROBLEM_TEXTS: Readonly<Record<ProblemKey, ProblemText>> = {
  noAccessToken: said(
    { de: 'Kein Zugriffstoken', fr: 'Aucun jeton d’accès', nl: 'Geen toegangstoken', en: 'No access token' },
    {
      de: 'Die Anfrage trägt kein Zugriffstoken. Senden Sie es in der Kopfzeile Authorization als Bearer.',
      fr: 'La requête ne porte pas de jeton d’accès. Envoyez-le dans l’en-tête Authorization, comme Bearer.',
      nl: 'De aanvraag bevat geen toegangstoken. Stuur het mee in de header Authorization, als Bearer.',
      en: 'The request carries no access token. Send it in the Authorization header, as Bearer.',
    },
  ),
  invalidAccessToken: said(
    {
      de: 'Ungültiges Zugriffstoken',
      fr: 'Jeton d’accès non valide',
      nl: 'Ongeldig toegangstoken',
      en: 'Invalid access token',
    },
    {
      de: 'Das Zugriffstoken gilt hier nicht. Fordern Sie ein neues an.',
      fr: 'Le jeton d’accès n’est pas valable ici. Demandez-en un nouveau.',
      nl: 'Het toegangstoken is hier niet geldig. Vraag een nieuw aan.',
      en: 'The access token is not good here. Ask for a new one.',
    },
  ),
  expiredAccessToken: said(
    {
      de: 'Zugriffstoken abgelaufen',
      fr: 'Jeton d’accès expiré',
      nl: 'Toegangstoken verlopen',
      en: 'Access token expired',
    },
    {
      de: 'Die Zeit des Zugriffstokens ist um. Fordern Sie ein neues an.',
      fr: 'Le jeton d’accès n’est plus valable. Demandez-en un nouveau.',
      nl: 'De tijd van het toegangstoken is om. Vraag een nieuw aan.',
      en: 'The time of the access token is over. Ask for a new one.',
    },
  ),
  missingScope: said(
    { de: 'Scope fehlt', fr: 'Scope manquant', nl: 'Scope ontbreekt', en: 'Missing scope' },
    {
      de: 'Das Zugriffstoken enthält den nötigen Scope nicht. Fordern Sie ein Token mit einem der requiredScopes an.',
      fr: 'Le jeton d’accès ne contient pas le scope nécessaire. Demandez un jeton avec un des requiredScopes.',
      nl: 'Het toegangstoken bevat de nodige scope niet. Vraag een token aan met een van de requiredScopes.',
      en: 'The access token does not hold the scope that is needed. Ask for a token with one of the requiredScopes.',
    },
  ),
  missingPermission: said(
    { de: 'Berechtigung fehlt', fr: 'Autorisation manquante', nl: 'Toestemming ontbreekt', en: 'Missing permission' },
    {
      de: 'Der Absender darf das nicht. Lassen Sie seine Einstellungen in der Zugangsverwaltung prüfen.',
      fr: 'L’expéditeur n’y est pas autorisé. Faites vérifier ses paramètres dans la gestion des accès.',
      nl: 'De verzender mag dit niet. Laat zijn instellingen in het toegangsbeheer nakijken.',
      en: 'The sender may not do that. Have its settings looked at in the access management.',
    },
  ),
  resourceNotFound: said(
    { de: 'Nicht gefunden', fr: 'Introuvable', nl: 'Niet gevonden', en: 'Not found' },
    {
      de: 'Unter dieser Adresse gibt es für Sie nichts. Prüfen Sie Pfad und Kennung.',
      fr: 'Il n’y a rien pour vous à cette adresse. Vérifiez le chemin et l’identifiant.',
      nl: 'Op dit adres is er niets voor u. Kijk het pad en de identificatie na.',
      en: 'There is nothing for you at this address. Check path and identifier.',
    },
  ),
  badRequest: said(
    { de: 'Fehlerhafte Anfrage', fr: 'Requête incorrecte', nl: 'Foutieve aanvraag', en: 'Bad request' },
    {
      de: 'Die Eingabe ist nicht wie beschrieben. Berichtigen Sie sie vor dem nächsten Senden; issues sagt, was gemeint ist.',
      fr: 'L’entrée n’est pas conforme à la description. Corrigez-la avant de la renvoyer; issues dit ce qui ne va pas.',
      nl: 'De invoer is niet zoals beschreven. Verbeter ze voor u ze opnieuw stuurt; issues zegt wat er fout is.',
      en: 'The input is not as described. Correct it before sending it again; issues says what is meant.',
    },
  ),
  fileNameAlreadyUsed: said(
    {
      de: 'Dateiname schon verwendet',
      fr: 'Nom de fichier déjà utilisé',
      nl: 'Bestandsnaam al gebruikt',
      en: 'File name already used',
    },
    {
      de: 'Unter diesem Namen liegt schon anderer Inhalt vor, der angenommen ist oder noch geprüft wird. Verwenden Sie eine neue Folgenummer.',
      fr: 'Sous ce nom, un autre contenu est déjà accepté ou en cours d’examen. Utilisez un nouveau numéro d’ordre.',
      nl: 'Onder deze naam is al andere inhoud aanvaard of nog in onderzoek. Gebruik een nieuw volgnummer.',
      en: 'Under this name other content was accepted or is still being judged. Use a new sequence number.',
    },
  ),
  invalidState: said(
    {
      de: 'In diesem Zustand nicht möglich',
      fr: 'Impossible dans cet état',
      nl: 'Niet mogelijk in deze toestand',
      en: 'Not possible in this state',
    },
    {
      de: 'Dafür ist es zu spät oder zu früh. Sehen Sie sich den Status an.',
      fr: 'Il est trop tard ou trop tôt pour cela. Consultez le statut.',
      nl: 'Daarvoor is het te laat of te vroeg. Bekijk de status.',
      en: 'It is too late or too early for that. Look at the status.',
    },
  ),
  payloadTooLarge: said(
    { de: 'Zu groß', fr: 'Trop volumineux', nl: 'Te groot', en: 'Too large' },
    {
      de: 'Der Inhalt ist größer als erlaubt. Senden Sie weniger auf einmal.',
      fr: 'Le contenu dépasse la taille permise. Envoyez moins à la fois.',
      nl: 'De inhoud is groter dan toegelaten. Stuur minder in één keer.',
      en: 'The content is larger than allowed. Send less at a time.',
    },
  ),
  unsupportedMediaType: said(
    {
      de: 'Medientyp nicht unterstützt',
      fr: 'Type de contenu non pris en charge',
      nl: 'Mediatype niet ondersteund',
      en: 'Media type not supported',
    },
    {
      de: 'Diese Inhaltsart, Kodierung oder dieser Zeichensatz wird hier nicht angenommen. Senden Sie unverpackt und wie beschrieben.',
      fr: 'Ce type de contenu, ce codage ou ce jeu de caractères n’est pas accepté ici. Envoyez sans compression et comme décrit.',
      nl: 'Dit inhoudstype, deze codering of deze tekenset wordt hier niet aanvaard. Stuur onverpakt en zoals beschreven.',
      en: 'This content type, encoding or charset is not accepted here. Send it unpacked and as described.',
    },
  ),
  tooManyRequests: said(
    { de: 'Zu viele Anfragen', fr: 'Trop de requêtes', nl: 'Te veel aanvragen', en: 'Too many requests' },
    {
      de: 'Der Absender sendet zu viel auf einmal. Warten Sie die genannte Zeit ab.',
      fr: 'L’expéditeur en envoie trop à la fois. Attendez le temps indiqué.',
      nl: 'De verzender stuurt te veel in één keer. Wacht de vermelde tijd.',
      en: 'The sender sends too much at a time. Wait for the time that is told.',
    },
  ),
  tooManyFailedRequests: said(
    {
      de: 'Zu viele fehlgeschlagene Anfragen',
      fr: 'Trop de requêtes échouées',
      nl: 'Te veel mislukte aanvragen',
      en: 'Too many failed requests',
    },
    {
      de: 'Zu viele Anfragen sind gescheitert. Beheben Sie die Ursache und warten Sie die genannte Zeit ab.',
      fr: 'Trop de requêtes ont échoué. Corrigez la cause et attendez le temps indiqué.',
      nl: 'Te veel aanvragen zijn mislukt. Verhelp de oorzaak en wacht de vermelde tijd.',
      en: 'Too many requests have failed. Remove the cause, and wait for the time that is told.',
    },
  ),
  internalServerError: said(
    { de: 'Interner Fehler', fr: 'Erreur interne', nl: 'Interne fout', en: 'Internal error' },
    {
      de: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es später wieder oder melden Sie die Kennung in instance.',
      fr: 'Un problème est survenu chez nous. Réessayez plus tard ou signalez l’identifiant de instance.',
      nl: 'Er is bij ons iets misgegaan. Probeer het later opnieuw of meld de identificatie in instance.',
      en: 'Something went wrong on our side. Try again later, or report the identifier in instance.',
    },
  ),
  serviceUnavailable: said(
    { de: 'Nicht verfügbar', fr: 'Non disponible', nl: 'Niet beschikbaar', en: 'Not available' },
    {
      de: 'Etwas dafür Nötiges fehlt gerade. Versuchen Sie es später wieder; es ist nichts gespeichert.',
      fr: 'Un élément nécessaire n’est pas disponible. Réessayez plus tard; rien n’est enregistré.',
      nl: 'Iets wat daarvoor nodig is, ontbreekt nu. Probeer het later opnieuw; er is niets bewaard.',
      en: 'Something that is needed for this is not there now. Try again later; nothing is stored.',
    },
  ),
  methodNotAllowed: said(
    {
      de: 'Methode nicht erlaubt',
      fr: 'Méthode non autorisée',
      nl: 'Methode niet toegelaten',
      en: 'Method not allowed',
    },
    {
      de: 'Diese Adresse nimmt die Methode nicht an. Siehe die Kopfzeile Allow.',
      fr: 'Cette adresse n’accepte pas cette méthode. Voir l’en-tête Allow.',
      nl: 'Dit adres aanvaardt de methode niet. Zie de header Allow.',
      en: 'This address does not take that method. See the Allow header.',
    },
  ),
  requestTimeout: said(
    { de: 'Anfrage zu langsam', fr: 'Requête trop lente', nl: 'Aanvraag te traag', en: 'Request too slow' },
    {
      de: 'Die Anfrage kam zu langsam an. Senden Sie sie noch einmal.',
      fr: 'La requête est arrivée trop lentement. Renvoyez-la.',
      nl: 'De aanvraag kwam te traag aan. Stuur ze opnieuw.',
      en: 'The request came in too slowly. Send it again.',
    },
  ),
  uriTooLong: said(
    { de: 'Adresse zu lang', fr: 'Adresse trop longue', nl: 'Adres te lang', en: 'Address too long' },
    {
      de: 'Die Adresse ist länger als erlaubt. Kürzen Sie sie.',
      fr: 'L’adresse dépasse la longueur permise. Raccourcissez-la.',
      nl: 'Het adres is langer dan toegelaten. Kort het in.',
      en: 'The address is longer than allowed. Shorten it.',
    },
  ),
  expectationFailed: said(
    {
      de: 'Erwartung nicht erfüllbar',
      fr: 'Attente impossible à satisfaire',
      nl: 'Verwachting niet haalbaar',
      en: 'Expectation failed',
    },
    {
      de: 'Die Kopfzeile Expect verlangt etwas anderes als 100-continue. Lassen Sie sie weg.',
      fr: 'L’en-tête Expect demande autre chose que 100-continue. Supprimez-le.',
      nl: 'De header Expect vraagt iets anders dan 100-continue. Laat hem weg.',
      en: 'The Expect header asks for something other than 100-continue. Leave it out.',
    },
  ),
  headersTooLarge: said(
    { de: 'Kopfzeilen zu groß', fr: 'En-têtes trop volumineux', nl: 'Headers te groot', en: 'Headers too large' },
    {
      de: 'Die Kopfzeilen sind größer als erlaubt. Senden Sie weniger oder kürzere.',
      fr: 'Les en-têtes dépassent la taille permise. Envoyez-en moins ou de plus courts.',
      nl: 'De headers zijn groter dan toegelaten. Stuur er minder of kortere.',
      en: 'The headers are larger than allowed. Send fewer or shorter ones.',
    },
  ),
}
