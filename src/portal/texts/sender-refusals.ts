/** What is wrong with a sender, its channels, its online services or its technical user: `refusal.<key>.cause` and `.remedy`. */
import type { Texts } from '../../http/language.ts'

const COMMALESS = {
  de: 'Geben Sie 1 bis 100 Zeichen ohne Komma an.',
  fr: 'Donnez de 1 à 100 caractères, sans virgule.',
  nl: 'Geef 1 tot 100 tekens zonder komma.',
  en: 'Give 1 to 100 characters without a comma.',
}

// biome-ignore format: languages side by side
export const SENDER_REFUSALS = {
  'refusal.noSuchChannel.cause':     { de: 'Es gibt keinen {channel, select, sftp {SFTP-Kanal} ftp {FTP-Kanal} other {Kanal des Webdienstes}}.', fr: 'Il n’y a pas de {channel, select, sftp {canal SFTP} ftp {canal FTP} other {canal de service web}}.', nl: 'Er is geen {channel, select, sftp {SFTP-kanaal} ftp {FTP-kanaal} other {kanaal van de webservice}}.', en: 'There is no {channel, select, sftp {SFTP channel} ftp {FTP channel} other {web-service channel}}.' },
  'refusal.noSuchChannel.remedy':    { de: 'Öffnen Sie zuerst den Kanal.', fr: 'Ouvrez d’abord le canal.', nl: 'Open eerst het kanaal.', en: 'Open the channel first.' },
  'refusal.networkOnlyFtp.cause':    { de: 'Nur ein FTP-Kanal hat ein Netz.', fr: 'Seul un canal FTP a un réseau.', nl: 'Alleen een FTP-kanaal heeft een netwerk.', en: 'Only an FTP channel has a network.' },
  'refusal.networkOnlyFtp.remedy':   { de: 'Lassen Sie das Netz weg, oder öffnen Sie einen FTP-Kanal.', fr: 'Omettez le réseau, ou ouvrez un canal FTP.', nl: 'Laat het netwerk weg, of open een FTP-kanaal.', en: 'Leave the network out, or open an FTP channel.' },
  'refusal.networkUnknown.cause':    { de: 'Ein Netz dieses Namens gibt es nicht.', fr: 'Il n’y a pas de réseau de ce nom.', nl: 'Er is geen netwerk met die naam.', en: 'There is no network of that name.' },
  'refusal.networkUnknown.remedy':   { de: 'Wählen Sie eines von diesen: {names}.', fr: 'Choisissez parmi : {names}.', nl: 'Kies er een van: {names}.', en: 'Choose one of {names}.' },
  'refusal.networkNotForYou.cause':  { de: 'Das Netz {network} steht für diesen Kanal oder diese Eigenschaft nicht zur Verfügung.', fr: 'Le réseau {network} n’est pas disponible pour ce canal ou cette qualité.', nl: 'Het netwerk {network} is niet beschikbaar voor dit kanaal of deze hoedanigheid.', en: 'The network {network} is not for this channel or this quality.' },
  'refusal.networkNotForYou.remedy': { de: 'Wählen Sie ein anderes, zum Beispiel internet.', fr: 'Choisissez-en un autre, par exemple internet.', nl: 'Kies een ander, bijvoorbeeld internet.', en: 'Choose another, such as internet.' },
  'refusal.channelSuspended.cause':  { de: 'Der Kanal ist gesperrt.', fr: 'Le canal est suspendu.', nl: 'Het kanaal is geschorst.', en: 'The channel is suspended.' },
  'refusal.channelSuspended.remedy': { de: 'Heben Sie die Sperre zuerst auf, und geben Sie den Grund an.', fr: 'Levez d’abord la suspension, en indiquant le motif.', nl: 'Hef eerst de schorsing op en geef de reden.', en: 'Resume it first, and give the reason.' },
  'refusal.noStatusFolder.cause':    { de: 'Der Webdienst hat keine Ordner.', fr: 'Le service web n’a pas de dossiers.', nl: 'De webservice heeft geen mappen.', en: 'The web service has no folders.' },
  'refusal.noStatusFolder.remedy':   { de: 'Wählen Sie den SFTP- oder den FTP-Kanal.', fr: 'Choisissez le canal SFTP ou FTP.', nl: 'Kies het SFTP- of het FTP-kanaal.', en: 'Choose the SFTP or the FTP channel.' },

  'refusal.noSuchSender.cause':         { de: 'Diese Absendernummer gibt es nicht.', fr: 'Ce numéro d’expéditeur n’existe pas.', nl: 'Dit verzendernummer bestaat niet.', en: 'There is no such sender number.' },
  'refusal.noSuchSender.remedy':        { de: 'Richten Sie zuerst die strukturierten Berichte ein.', fr: 'Configurez d’abord les messages structurés.', nl: 'Stel eerst de gestructureerde berichten in.', en: 'Set up the structured reports first.' },
  'refusal.senderClosed.cause':         { de: 'Diese Absendernummer ist geschlossen.', fr: 'Ce numéro d’expéditeur est clôturé.', nl: 'Dit verzendernummer is afgesloten.', en: 'This sender number is closed.' },
  'refusal.senderClosed.remedy':        { de: 'Sie bleibt es; richten Sie die strukturierten Berichte mit einer neuen Nummer ein.', fr: 'Il le reste ; configurez les messages structurés avec un nouveau numéro.', nl: 'Dat blijft zo; stel de gestructureerde berichten in met een nieuw nummer.', en: 'It stays closed; set up the structured reports with a new number.' },
  'refusal.qualityNotActive.cause':     { de: 'Diese Eigenschaft ist nicht aktiv.', fr: 'Cette qualité n’est pas active.', nl: 'Deze hoedanigheid is niet actief.', en: 'This quality is not active.' },
  'refusal.qualityNotActive.remedy':    { de: 'Der Hauptzugangsverwalter oder ein Co-Hauptzugangsverwalter aktiviert sie.', fr: 'Le gestionnaire d’accès principal ou un co-gestionnaire d’accès principal l’active.', nl: 'De hoofdtoegangsbeheerder of een co-hoofdtoegangsbeheerder activeert ze.', en: 'The main access manager or a co-main access manager activates it.' },
  'refusal.senderNumbersUsedUp.cause':  { de: 'Es wurde keine freie Absendernummer gefunden.', fr: 'Aucun numéro d’expéditeur libre n’a été trouvé.', nl: 'Er werd geen vrij verzendernummer gevonden.', en: 'No free sender number was found.' },
  'refusal.senderNumbersUsedUp.remedy': { de: 'Versuchen Sie es noch einmal; misslingt es wieder, dann fragen Sie den Helpdesk.', fr: 'Réessayez ; si cela échoue encore, adressez-vous au helpdesk.', nl: 'Probeer het opnieuw; lukt het nog niet, vraag het dan aan de helpdesk.', en: 'Try again; if it fails again, ask the support desk.' },

  'refusal.noChannelYet.cause':          { de: 'Es gibt noch keinen Kanal.', fr: 'Il n’y a pas encore de canal.', nl: 'Er is nog geen kanaal.', en: 'There is no channel yet.' },
  'refusal.noChannelYet.remedy':         { de: 'Öffnen Sie zuerst einen Kanal.', fr: 'Ouvrez d’abord un canal.', nl: 'Open eerst een kanaal.', en: 'Open a channel first.' },
  'refusal.noServiceChosen.cause':       { de: 'Es ist kein Onlinedienst in einer Umgebung gewählt, in der er angeboten wird.', fr: 'Aucun service en ligne n’est choisi dans un environnement où il est proposé.', nl: 'Er is geen onlinedienst gekozen in een omgeving waarin hij wordt aangeboden.', en: 'No online service is chosen in any environment it is offered in.' },
  'refusal.noServiceChosen.remedy':      { de: 'Wählen Sie mindestens einen Dienst und eine seiner Umgebungen.', fr: 'Choisissez au moins un service et un de ses environnements.', nl: 'Kies minstens één dienst en een van zijn omgevingen.', en: 'Choose at least one service and one of its environments.' },
  'refusal.serviceNotOffered.cause':     { de: 'Ein gewählter Onlinedienst wird hier nicht angeboten.', fr: 'Un service en ligne choisi n’est pas proposé ici.', nl: 'Een gekozen onlinedienst wordt hier niet aangeboden.', en: 'An online service that was chosen is not offered here.' },
  'refusal.serviceNotOffered.remedy':    { de: 'Wählen Sie aus den gezeigten Diensten.', fr: 'Choisissez parmi les services affichés.', nl: 'Kies uit de getoonde diensten.', en: 'Choose from the services shown.' },
  'refusal.serviceNotForQuality.cause':  { de: 'Der Onlinedienst {service} gehört nicht zur Eigenschaft {quality}.', fr: 'Le service en ligne {service} ne relève pas de la qualité {quality}.', nl: 'De onlinedienst {service} hoort niet bij de hoedanigheid {quality}.', en: 'The online service {service} is not for the quality {quality}.' },
  'refusal.serviceNotForQuality.remedy': { de: 'Lassen Sie ihn weg, oder wählen Sie ihn in der Eigenschaft, zu der er gehört.', fr: 'Ne le choisissez pas, ou choisissez-le dans la qualité dont il relève.', nl: 'Laat hem weg, of kies hem in de hoedanigheid waar hij bij hoort.', en: 'Leave it out, or choose it in the quality that sends it.' },

  'refusal.contactMalformed.cause':  { de: 'Die Angaben zum technischen Benutzer sind nicht lesbar.', fr: 'Les données de l’utilisateur technique sont illisibles.', nl: 'De gegevens van de technische gebruiker zijn onleesbaar.', en: 'This is no technical user.' },
  'refusal.contactMalformed.remedy': { de: 'Geben Sie Name, Vorname, E-Mail-Adresse und Telefonnummer an: Janssens,An,an@example.be,+3225550100', fr: 'Donnez le nom, le prénom, l’adresse e-mail et le numéro de téléphone : Janssens,An,an@example.be,+3225550100', nl: 'Geef naam, voornaam, e-mailadres en telefoonnummer: Janssens,An,an@example.be,+3225550100', en: 'Give last name, first name, e-mail address and telephone number: Janssens,An,an@example.be,+3225550100' },
  'refusal.contactLastName.cause':   { de: 'Das ist kein Name.', fr: 'Ce n’est pas un nom.', nl: 'Dit is geen naam.', en: 'This is no last name.' },
  'refusal.contactLastName.remedy':  COMMALESS,
  'refusal.contactFirstName.cause':  { de: 'Das ist kein Vorname.', fr: 'Ce n’est pas un prénom.', nl: 'Dit is geen voornaam.', en: 'This is no first name.' },
  'refusal.contactFirstName.remedy': COMMALESS,
  'refusal.contactEmail.cause':      { de: 'An diese E-Mail-Adresse kann nicht gesendet werden.', fr: 'Impossible d’envoyer à cette adresse e-mail.', nl: 'Naar dit e-mailadres kan niet verzonden worden.', en: 'This is no e-mail address that can be sent to.' },
  'refusal.contactEmail.remedy':     { de: 'Geben Sie eine einzige Adresse an, zum Beispiel an@example.be, ohne Umlaute, Akzente und Sonderzeichen.', fr: 'Donnez une seule adresse, par exemple an@example.be, sans accents ni caractères spéciaux.', nl: 'Geef één adres, bijvoorbeeld an@example.be, zonder accenten of speciale tekens.', en: 'Give one address, such as an@example.be, without accents or other special letters.' },
  'refusal.contactPhone.cause':      { de: 'Das ist keine Telefonnummer.', fr: 'Ce n’est pas un numéro de téléphone.', nl: 'Dit is geen telefoonnummer.', en: 'This is no telephone number.' },
  'refusal.contactPhone.remedy':     { de: 'Geben Sie sie in Ziffern an, zum Beispiel +3225550100.', fr: 'Donnez-le en chiffres, par exemple +3225550100.', nl: 'Geef het in cijfers, bijvoorbeeld +3225550100.', en: 'Give it with digits, such as +3225550100.' },
  'refusal.noSuchUserToLink.cause':  { de: 'Diese Person ist in dieser Eigenschaft kein aktiver Benutzer.', fr: 'Cette personne n’est pas un utilisateur actif de cette qualité.', nl: 'Deze persoon is geen actieve gebruiker van deze hoedanigheid.', en: 'This person is no active user of this quality.' },
  'refusal.noSuchUserToLink.remedy': { de: 'Wählen Sie einen Benutzer dieser Eigenschaft, oder fügen Sie ihn zuerst hinzu.', fr: 'Choisissez un utilisateur de cette qualité, ou ajoutez-le d’abord.', nl: 'Kies een gebruiker van deze hoedanigheid, of voeg die eerst toe.', en: 'Choose one of the users of the quality, or add the user first.' },
  'refusal.noTechnicalUser.cause':   { de: 'Es gibt keinen technischen Benutzer.', fr: 'Il n’y a pas d’utilisateur technique.', nl: 'Er is geen technische gebruiker.', en: 'There is no technical user.' },
  'refusal.noTechnicalUser.remedy':  { de: 'Legen Sie zuerst einen technischen Benutzer an.', fr: 'Créez d’abord un utilisateur technique.', nl: 'Maak eerst een technische gebruiker aan.', en: 'Create a technical user first.' },
} as const satisfies Texts
