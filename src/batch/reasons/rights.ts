import type { ReasonTexts } from './texts.ts'

export const RIGHTS_TEXTS: ReasonTexts = {
  103: {
    de: [
      'Absender nicht zugelassen',
      'Der Absender war beim Empfang der Sendung nicht zugelassen.',
      'Der Zugangsverwalter Ihres Unternehmens klärt die Zulassung in der Zugangsverwaltung.',
    ],
    fr: [
      'Expéditeur non autorisé',
      'L’expéditeur n’était pas autorisé à la réception de l’envoi.',
      'Le gestionnaire d’accès de votre entreprise règle l’autorisation dans la gestion des accès.',
    ],
    nl: [
      'Verzender niet gemachtigd',
      'De verzender was bij de ontvangst van de zending niet gemachtigd.',
      'De toegangsbeheerder van uw onderneming regelt de machtiging in het toegangsbeheer.',
    ],
    en: [
      'Sender not authorised',
      'The sender was not authorised when the set was received.',
      'The access manager of your enterprise settles the authorisation in the access management.',
    ],
  },
  '103.sender': {
    de: [
      'Absender nicht aktiv',
      'Der Absender {seen} war beim Empfang der Sendung ausgesetzt oder nicht aktiv.',
      'Wenn der Zugangsverwalter Ihres Unternehmens den Absender wieder aktiviert hat, senden Sie die Sendung erneut.',
    ],
    fr: [
      'Expéditeur non actif',
      'L’expéditeur {seen} était suspendu ou non actif à la réception de l’envoi.',
      'Dès que le gestionnaire d’accès de votre entreprise a réactivé l’expéditeur, renvoyez l’envoi.',
    ],
    nl: [
      'Verzender niet actief',
      'Verzender {seen} was bij de ontvangst van de zending geschorst of niet actief.',
      'Zodra de toegangsbeheerder van uw onderneming de verzender weer heeft geactiveerd, verstuurt u de zending opnieuw.',
    ],
    en: [
      'Sender not active',
      'Sender {seen} was suspended or not active when the set was received.',
      'Once the access manager of your enterprise has activated the sender again, send the set again.',
    ],
  },
  '103.quality': {
    de: [
      'Eigenschaft nicht aktiv',
      'Die Eigenschaft {seen} des Absenders war beim Empfang der Sendung nicht aktiv.',
      'Wenn der Zugangsverwalter Ihres Unternehmens die Eigenschaft aktiviert hat, senden Sie die Sendung erneut.',
    ],
    fr: [
      'Qualité non active',
      'La qualité {seen} de l’expéditeur n’était pas active à la réception de l’envoi.',
      'Dès que le gestionnaire d’accès de votre entreprise a activé la qualité, renvoyez l’envoi.',
    ],
    nl: [
      'Hoedanigheid niet actief',
      'De hoedanigheid {seen} van de verzender was bij de ontvangst van de zending niet actief.',
      'Zodra de toegangsbeheerder van uw onderneming de hoedanigheid heeft geactiveerd, verstuurt u de zending opnieuw.',
    ],
    en: [
      'Quality not active',
      'The quality {seen} of the sender was not active when the set was received.',
      'Once the access manager of your enterprise has activated the quality, send the set again.',
    ],
  },
  '103.enterprise': {
    de: [
      'Unternehmen nicht aktiv',
      'Das Unternehmen {seen} war beim Empfang der Sendung ausgesetzt oder nicht aktiv.',
      'Wenden Sie sich an die Stelle, die dieses Gateway betreibt; senden Sie danach die Sendung erneut.',
    ],
    fr: [
      'Entreprise non active',
      'L’entreprise {seen} était suspendue ou non active à la réception de l’envoi.',
      'Adressez-vous à l’organisme qui exploite ce point de transfert ; renvoyez ensuite l’envoi.',
    ],
    nl: [
      'Onderneming niet actief',
      'Onderneming {seen} was bij de ontvangst van de zending geschorst of niet actief.',
      'Neem contact op met de instelling die dit transferpunt beheert; verstuur daarna de zending opnieuw.',
    ],
    en: [
      'Enterprise not active',
      'Enterprise {seen} was suspended or not active when the set was received.',
      'Turn to the body that operates this gateway; then send the set again.',
    ],
  },
  154: {
    de: [
      'Online-Dienst nicht gewählt',
      'Für den Absender {expected} ist der Online-Dienst {seen} auf keinem Kanal eingeschaltet.',
      'Der Zugangsverwalter schaltet den Dienst für einen Kanal ein; senden Sie danach die Sendung erneut.',
    ],
    fr: [
      'Service en ligne non choisi',
      'Pour l’expéditeur {expected}, le service en ligne {seen} n’est activé sur aucun canal.',
      'Le gestionnaire d’accès active le service pour un canal ; renvoyez ensuite l’envoi.',
    ],
    nl: [
      'Onlinedienst niet gekozen',
      'Voor verzender {expected} is de onlinedienst {seen} op geen enkel kanaal ingeschakeld.',
      'De toegangsbeheerder schakelt de dienst in voor een kanaal; verstuur daarna de zending opnieuw.',
    ],
    en: [
      'Online service not chosen',
      'For sender {expected} the online service {seen} is switched on for none of its channels.',
      'The access manager switches the service on for a channel; then send the set again.',
    ],
  },
  168: {
    de: [
      'Umgebung nicht freigegeben',
      'Der Online-Dienst ist in der Umgebung {seen} nicht freigegeben[; freigegeben ist er in: {expected}].',
      'Der Zugangsverwalter gibt die Umgebung frei, oder Sie senden in einer freigegebenen.',
    ],
    fr: [
      'Environnement non ouvert',
      'Le service en ligne n’est pas ouvert dans l’environnement {seen}[ ; il est ouvert dans : {expected}].',
      'Le gestionnaire d’accès ouvre l’environnement, ou vous envoyez dans un environnement ouvert.',
    ],
    nl: [
      'Omgeving niet opengesteld',
      'De onlinedienst is in de omgeving {seen} niet opengesteld[; hij is opengesteld in: {expected}].',
      'De toegangsbeheerder stelt de omgeving open, of u verstuurt in een opengestelde omgeving.',
    ],
    en: [
      'Environment not open',
      'The online service is not open in environment {seen}[; it is open in: {expected}].',
      'The access manager opens the environment, or you send in one that is open.',
    ],
  },
  249: {
    de: [
      'Anderer Kanal als angemeldet',
      'Eine Datei kam über den Kanal {seen}, der für diesen Online-Dienst nicht angemeldet ist[; angemeldet ist: {expected}].',
      'Senden Sie über einen angemeldeten Kanal, oder der Zugangsverwalter meldet diesen Kanal an.',
    ],
    fr: [
      'Canal autre que celui enregistré',
      'Un fichier est arrivé par le canal {seen}, qui n’est pas enregistré pour ce service en ligne[ ; est enregistré : {expected}].',
      'Envoyez par un canal enregistré, ou le gestionnaire d’accès enregistre ce canal.',
    ],
    nl: [
      'Ander kanaal dan geregistreerd',
      'Een bestand kwam via het kanaal {seen}, dat voor deze onlinedienst niet is geregistreerd[; geregistreerd is: {expected}].',
      'Verstuur via een geregistreerd kanaal, of de toegangsbeheerder registreert dit kanaal.',
    ],
    en: [
      'Other channel than registered',
      'A file came over the channel {seen}, which is not registered for this online service[; registered is: {expected}].',
      'Send over a registered channel, or the access manager registers this channel.',
    ],
  },
  '249.inactive': {
    de: [
      'Kanal nicht aktiv',
      'Eine Datei kam über den Kanal {seen}, der beim Empfang der Sendung nicht aktiv war.',
      'Wenn der Zugangsverwalter den Kanal wieder aktiviert hat, senden Sie die Sendung erneut.',
    ],
    fr: [
      'Canal non actif',
      'Un fichier est arrivé par le canal {seen}, qui n’était pas actif à la réception de l’envoi.',
      'Dès que le gestionnaire d’accès a réactivé le canal, renvoyez l’envoi.',
    ],
    nl: [
      'Kanaal niet actief',
      'Een bestand kwam via het kanaal {seen}, dat bij de ontvangst van de zending niet actief was.',
      'Zodra de toegangsbeheerder het kanaal weer heeft geactiveerd, verstuurt u de zending opnieuw.',
    ],
    en: [
      'Channel not active',
      'A file came over the channel {seen}, which was not active when the set was received.',
      'Once the access manager has activated the channel again, send the set again.',
    ],
  },
}
