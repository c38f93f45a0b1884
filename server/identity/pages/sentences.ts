/** Every sentence of the provider's own pages. A language that lacks one does not compile. */
export type Sentences = {
  signIn: string;
  /** In place of `signIn`, for one action. */
  once: string;
  administer: string;
  'start-lesson': (room: string) => string;
  'remove-organizer': (room: string) => string;
  'delete-room': (room: string) => string;
  login: string;
  password: string;
  refused: string;
  /** `when` is "in 5 minutes", in the page's language. */
  tooMany: (when: string) => string;
  /** Follows `tooMany`. */
  knownDevice: string;
  busy: string;
  unreachable: string;
  disabled: string;
  over: string;
  'wrong-time': string;
  'wrong-computer': string;
  expired: string;
  'change-elsewhere': string;
  ambiguous: string;
  foreign: string;
  ask: (contact: string) => string;
  back: string;
  samples: string;
  lostTitle: string;
  lost: string;
  startAgain: string;
  failedTitle: string;
  failed: string;
  changeTitle: string;
  change: string;
  newPassword: string;
  repeatPassword: string;
  passwordRule: (min: number) => string;
  tooShort: (min: number) => string;
  tooLong: (max: number) => string;
  notRepeated: string;
  notNew: string;
  changeButton: string;
};

const en: Sentences = {
  signIn: 'Sign in',
  once: 'Your password, please',
  administer:
    'You are about to open the administrators’ pages. Type your password once more, so that nobody else does it in your name.',
  'start-lesson': (room) =>
    `You are about to start the lesson in “${room}”. Type your password once more, so that nobody else starts it in your name.`,
  'remove-organizer': (room) =>
    `You are about to remove an organizer from “${room}”. Type your password once more, so that nobody else does it in your name.`,
  'delete-room': (room) =>
    `You are about to delete “${room}” for good. Type your password once more, so that nobody else does it in your name.`,
  login: 'Login name',
  password: 'Password',
  refused: 'This login name and password do not belong together. Please check both.',
  tooMany: (when) => `Too many attempts. Please try again ${when}.`,
  knownDevice: 'It may work sooner on another device that you have signed in with before.',
  busy: 'Very many people are signing in right now. Please try again in a moment.',
  unreachable: 'The school’s accounts cannot be reached right now. Please try again in a moment.',
  disabled: 'This account is switched off.',
  over: 'The time of this account is over.',
  'wrong-time': 'This account may not sign in at this time.',
  'wrong-computer': 'This account may sign in only at certain computers of the school.',
  expired: 'The password of this account has expired and has to be changed first.',
  'change-elsewhere':
    'The password of this account has to be changed once, where the school changes passwords. Then it works here too.',
  ambiguous:
    'Several accounts have this login name. Please use another one of yours, such as your user name.',
  foreign: 'This form was sent from another page and has been ignored. Please try again.',
  ask: (contact) => `If you need help: ${contact}`,
  back: 'Back to the start page',
  samples: 'Sample people to try it with',
  lostTitle: 'Please start again',
  lost: 'This sign-in is over: it took too long, was finished already, or the server has restarted.',
  startAgain: 'Start again',
  failedTitle: 'That did not work',
  failed: 'The sign-in could not be carried on. Please start again.',
  changeTitle: 'Choose a new password',
  change: 'Your password was given to you by the school. Choose one that only you know.',
  newPassword: 'New password',
  repeatPassword: 'New password once more',
  passwordRule: (min) => `At least ${min} characters.`,
  tooShort: (min) => `The new password needs at least ${min} characters.`,
  tooLong: (max) => `The new password has at most ${max} characters.`,
  notRepeated: 'The two new passwords are not the same.',
  notNew: 'The new password is the old one. Please choose another.',
  changeButton: 'Save and sign in',
};

const de: Sentences = {
  signIn: 'Anmelden',
  once: 'Bitte das Passwort',
  administer:
    'Sie öffnen gleich die Seiten der Administration. Geben Sie dafür noch einmal Ihr Passwort ein, damit das niemand sonst in Ihrem Namen tut.',
  'start-lesson': (room) =>
    `Sie starten gleich den Unterricht in „${room}“. Geben Sie dafür noch einmal Ihr Passwort ein, damit ihn niemand sonst in Ihrem Namen startet.`,
  'remove-organizer': (room) =>
    `Sie entziehen gleich jemandem die Leitung von „${room}“. Geben Sie dafür noch einmal Ihr Passwort ein, damit das niemand sonst in Ihrem Namen tut.`,
  'delete-room': (room) =>
    `Sie löschen gleich „${room}“ endgültig. Geben Sie dafür noch einmal Ihr Passwort ein, damit das niemand sonst in Ihrem Namen tut.`,
  login: 'Anmeldename',
  password: 'Passwort',
  refused: 'Anmeldename und Passwort passen nicht zusammen. Bitte prüfe beides.',
  tooMany: (when) => `Zu viele Versuche. Bitte versuche es ${when} noch einmal.`,
  knownDevice:
    'Auf einem anderen Gerät, mit dem du dich schon einmal angemeldet hast, klappt es vielleicht früher.',
  busy: 'Gerade melden sich sehr viele Leute an. Bitte versuche es gleich noch einmal.',
  unreachable:
    'Die Konten der Schule sind gerade nicht erreichbar. Bitte versuche es gleich noch einmal.',
  disabled: 'Dieses Konto ist abgeschaltet.',
  over: 'Die Zeit dieses Kontos ist abgelaufen.',
  'wrong-time': 'Dieses Konto darf sich um diese Zeit nicht anmelden.',
  'wrong-computer': 'Dieses Konto darf sich nur an bestimmten Computern der Schule anmelden.',
  expired: 'Das Passwort dieses Kontos ist abgelaufen und muss zuerst geändert werden.',
  'change-elsewhere':
    'Das Passwort dieses Kontos muss einmal geändert werden, dort, wo die Schule Passwörter ändert. Danach geht es auch hier.',
  ambiguous:
    'Mehrere Konten haben diesen Anmeldenamen. Bitte nimm einen anderen von dir, zum Beispiel deinen Benutzernamen.',
  foreign:
    'Dieses Formular kam von einer anderen Seite und wurde nicht beachtet. Bitte versuche es noch einmal.',
  ask: (contact) => `Wenn du Hilfe brauchst: ${contact}`,
  back: 'Zurück zur Startseite',
  samples: 'Beispielpersonen zum Ausprobieren',
  lostTitle: 'Bitte beginne noch einmal',
  lost: 'Diese Anmeldung ist vorbei: Sie hat zu lange gedauert, war schon fertig, oder der Server wurde neu gestartet.',
  startAgain: 'Noch einmal beginnen',
  failedTitle: 'Das hat nicht geklappt',
  failed: 'Die Anmeldung konnte nicht fortgesetzt werden. Bitte beginne noch einmal.',
  changeTitle: 'Neues Passwort wählen',
  change: 'Dein Passwort hast du von der Schule bekommen. Wähle eines, das nur du kennst.',
  newPassword: 'Neues Passwort',
  repeatPassword: 'Neues Passwort noch einmal',
  passwordRule: (min) => `Mindestens ${min} Zeichen.`,
  tooShort: (min) => `Das neue Passwort braucht mindestens ${min} Zeichen.`,
  tooLong: (max) => `Das neue Passwort darf höchstens ${max} Zeichen haben.`,
  notRepeated: 'Die beiden neuen Passwörter sind nicht gleich.',
  notNew: 'Das neue Passwort ist das alte. Bitte wähle ein anderes.',
  changeButton: 'Speichern und anmelden',
};

const fr: Sentences = {
  signIn: 'Se connecter',
  once: 'Votre mot de passe',
  administer:
    'Vous allez ouvrir les pages d’administration. Saisissez encore une fois votre mot de passe, pour que personne d’autre ne le fasse en votre nom.',
  'start-lesson': (room) =>
    `Vous allez commencer le cours dans « ${room} ». Saisissez encore une fois votre mot de passe, pour que personne d’autre ne le fasse en votre nom.`,
  'remove-organizer': (room) =>
    `Vous allez retirer un organisateur de « ${room} ». Saisissez encore une fois votre mot de passe, pour que personne d’autre ne le fasse en votre nom.`,
  'delete-room': (room) =>
    `Vous allez supprimer définitivement « ${room} ». Saisissez encore une fois votre mot de passe, pour que personne d’autre ne le fasse en votre nom.`,
  login: 'Identifiant',
  password: 'Mot de passe',
  refused: 'Cet identifiant et ce mot de passe ne correspondent pas. Vérifiez les deux.',
  tooMany: (when) => `Trop d’essais. Réessayez ${when}.`,
  knownDevice:
    'Cela marchera peut-être plus tôt sur un autre appareil avec lequel vous vous êtes déjà connecté.',
  busy: 'Beaucoup de personnes se connectent en ce moment. Réessayez dans un instant.',
  unreachable:
    'Les comptes de l’école sont injoignables pour le moment. Réessayez dans un instant.',
  disabled: 'Ce compte est désactivé.',
  over: 'La durée de ce compte est terminée.',
  'wrong-time': 'Ce compte ne peut pas se connecter à cette heure.',
  'wrong-computer': 'Ce compte ne peut se connecter que sur certains ordinateurs de l’école.',
  expired: 'Le mot de passe de ce compte a expiré et doit d’abord être changé.',
  'change-elsewhere':
    'Le mot de passe de ce compte doit être changé une fois, là où l’école change les mots de passe. Ensuite, il fonctionne ici aussi.',
  ambiguous:
    'Plusieurs comptes ont cet identifiant. Utilisez-en un autre des vôtres, par exemple votre nom d’utilisateur.',
  foreign: 'Ce formulaire venait d’une autre page et a été ignoré. Réessayez.',
  ask: (contact) => `Si vous avez besoin d’aide : ${contact}`,
  back: 'Retour à la page d’accueil',
  samples: 'Personnes fictives pour essayer',
  lostTitle: 'Veuillez recommencer',
  lost: 'Cette connexion est terminée : elle a duré trop longtemps, était déjà achevée, ou le serveur a redémarré.',
  startAgain: 'Recommencer',
  failedTitle: 'Cela n’a pas fonctionné',
  failed: 'La connexion n’a pas pu continuer. Veuillez recommencer.',
  changeTitle: 'Choisir un nouveau mot de passe',
  change:
    'Votre mot de passe vous a été donné par l’école. Choisissez-en un que vous seul connaissez.',
  newPassword: 'Nouveau mot de passe',
  repeatPassword: 'Nouveau mot de passe, encore une fois',
  passwordRule: (min) => `Au moins ${min} caractères.`,
  tooShort: (min) => `Le nouveau mot de passe doit avoir au moins ${min} caractères.`,
  tooLong: (max) => `Le nouveau mot de passe a au plus ${max} caractères.`,
  notRepeated: 'Les deux nouveaux mots de passe ne sont pas identiques.',
  notNew: 'Le nouveau mot de passe est l’ancien. Choisissez-en un autre.',
  changeButton: 'Enregistrer et se connecter',
};

const es: Sentences = {
  signIn: 'Iniciar sesión',
  once: 'Su contraseña',
  administer:
    'Va a abrir las páginas de administración. Escriba otra vez su contraseña, para que nadie más lo haga en su nombre.',
  'start-lesson': (room) =>
    `Va a empezar la clase en «${room}». Escriba otra vez su contraseña, para que nadie más lo haga en su nombre.`,
  'remove-organizer': (room) =>
    `Va a quitar a un organizador de «${room}». Escriba otra vez su contraseña, para que nadie más lo haga en su nombre.`,
  'delete-room': (room) =>
    `Va a eliminar «${room}» para siempre. Escriba otra vez su contraseña, para que nadie más lo haga en su nombre.`,
  login: 'Nombre de usuario',
  password: 'Contraseña',
  refused: 'Este nombre de usuario y esta contraseña no coinciden. Compruebe ambos.',
  tooMany: (when) => `Demasiados intentos. Vuelva a intentarlo ${when}.`,
  knownDevice: 'Quizá funcione antes en otro dispositivo con el que ya haya iniciado sesión.',
  busy: 'Muchas personas están iniciando sesión ahora. Vuelva a intentarlo en un momento.',
  unreachable:
    'No se puede acceder ahora a las cuentas del centro. Vuelva a intentarlo en un momento.',
  disabled: 'Esta cuenta está desactivada.',
  over: 'El plazo de esta cuenta ha terminado.',
  'wrong-time': 'Esta cuenta no puede iniciar sesión a esta hora.',
  'wrong-computer': 'Esta cuenta solo puede iniciar sesión en determinados ordenadores del centro.',
  expired: 'La contraseña de esta cuenta ha caducado y primero hay que cambiarla.',
  'change-elsewhere':
    'La contraseña de esta cuenta debe cambiarse una vez, donde el centro cambia las contraseñas. Después funcionará también aquí.',
  ambiguous:
    'Varias cuentas tienen este nombre. Use otro de los suyos, por ejemplo su nombre de usuario.',
  foreign: 'Este formulario venía de otra página y se ha ignorado. Vuelva a intentarlo.',
  ask: (contact) => `Si necesita ayuda: ${contact}`,
  back: 'Volver a la página de inicio',
  samples: 'Personas de ejemplo para probar',
  lostTitle: 'Empiece de nuevo',
  lost: 'Este inicio de sesión ha terminado: tardó demasiado, ya se completó o el servidor se ha reiniciado.',
  startAgain: 'Empezar de nuevo',
  failedTitle: 'No ha funcionado',
  failed: 'No se pudo continuar el inicio de sesión. Empiece de nuevo.',
  changeTitle: 'Elegir una contraseña nueva',
  change: 'Su contraseña se la dio el centro. Elija una que solo usted conozca.',
  newPassword: 'Contraseña nueva',
  repeatPassword: 'Contraseña nueva otra vez',
  passwordRule: (min) => `Al menos ${min} caracteres.`,
  tooShort: (min) => `La contraseña nueva necesita al menos ${min} caracteres.`,
  tooLong: (max) => `La contraseña nueva tiene como máximo ${max} caracteres.`,
  notRepeated: 'Las dos contraseñas nuevas no son iguales.',
  notNew: 'La contraseña nueva es la antigua. Elija otra.',
  changeButton: 'Guardar e iniciar sesión',
};

const ar: Sentences = {
  signIn: 'تسجيل الدخول',
  once: 'كلمة المرور من فضلك',
  administer:
    'ستُفتح الآن صفحات الإدارة. يرجى كتابة كلمة المرور مرة أخرى حتى لا يفعل ذلك أحد غيرك باسمك.',
  'start-lesson': (room) =>
    `سيبدأ الآن الدرس في «${room}». يرجى كتابة كلمة المرور مرة أخرى حتى لا يبدأه أحد غيرك باسمك.`,
  'remove-organizer': (room) =>
    `سيُزال الآن أحد منظمي «${room}». يرجى كتابة كلمة المرور مرة أخرى حتى لا يفعل ذلك أحد غيرك باسمك.`,
  'delete-room': (room) =>
    `ستُحذف الآن «${room}» نهائيًا. يرجى كتابة كلمة المرور مرة أخرى حتى لا يفعل ذلك أحد غيرك باسمك.`,
  login: 'اسم المستخدم',
  password: 'كلمة المرور',
  refused: 'اسم المستخدم وكلمة المرور غير متطابقين. يرجى التحقق منهما.',
  tooMany: (when) => `محاولات كثيرة جدًا. يرجى المحاولة مرة أخرى ${when}.`,
  knownDevice: 'قد ينجح ذلك قبل هذا الوقت على جهاز آخر سبق أن سجلت الدخول منه.',
  busy: 'عدد كبير من الأشخاص يسجلون الدخول الآن. يرجى المحاولة بعد لحظة.',
  unreachable: 'لا يمكن الوصول إلى حسابات المدرسة الآن. يرجى المحاولة بعد لحظة.',
  disabled: 'هذا الحساب معطَّل.',
  over: 'انتهت مدة هذا الحساب.',
  'wrong-time': 'لا يُسمح لهذا الحساب بتسجيل الدخول في هذا الوقت.',
  'wrong-computer': 'لا يُسمح لهذا الحساب بتسجيل الدخول إلا من حواسيب معيّنة في المدرسة.',
  expired: 'انتهت صلاحية كلمة مرور هذا الحساب ويجب تغييرها أولًا.',
  'change-elsewhere':
    'يجب تغيير كلمة مرور هذا الحساب مرة واحدة حيث تُغيَّر كلمات المرور في المدرسة. بعد ذلك تعمل هنا أيضًا.',
  ambiguous: 'لعدة حسابات اسم الدخول هذا. يرجى استخدام اسم آخر لك، مثل اسم المستخدم.',
  foreign: 'أُرسل هذا النموذج من صفحة أخرى وتم تجاهله. يرجى المحاولة مرة أخرى.',
  ask: (contact) => `إذا احتجت إلى مساعدة: ${contact}`,
  back: 'العودة إلى الصفحة الرئيسية',
  samples: 'أشخاص للتجربة',
  lostTitle: 'يرجى البدء من جديد',
  lost: 'انتهت محاولة تسجيل الدخول هذه: استغرقت وقتًا طويلًا، أو اكتملت من قبل، أو أُعيد تشغيل الخادم.',
  startAgain: 'البدء من جديد',
  failedTitle: 'لم ينجح ذلك',
  failed: 'تعذرت متابعة تسجيل الدخول. يرجى البدء من جديد.',
  changeTitle: 'اختيار كلمة مرور جديدة',
  change: 'كلمة مرورك أعطتها لك المدرسة. اختر كلمة لا يعرفها غيرك.',
  newPassword: 'كلمة المرور الجديدة',
  repeatPassword: 'كلمة المرور الجديدة مرة أخرى',
  passwordRule: (min) => `${min} أحرف على الأقل.`,
  tooShort: (min) => `يجب ألا تقل كلمة المرور الجديدة عن ${min} أحرف.`,
  tooLong: (max) => `يجب ألا تزيد كلمة المرور الجديدة على ${max} حرف.`,
  notRepeated: 'كلمتا المرور الجديدتان غير متطابقتين.',
  notNew: 'كلمة المرور الجديدة هي القديمة نفسها. يرجى اختيار غيرها.',
  changeButton: 'حفظ وتسجيل الدخول',
};

export const catalogs = { en, de, fr, es, ar };

export type Language = keyof typeof catalogs;
