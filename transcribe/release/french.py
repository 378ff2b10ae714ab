"""What sets an interviewee apart, as it is said in French.

The ladders are those of English, so that "ingénieure de données" and "data engineer" are both an
"[engineer]", in one study and in one count.
"""

from __future__ import annotations

import re

ROLES = {
    noun: english
    for english, nouns in {
        "engineer": "ingénieur ingénieure engineer",
        "developer": "développeur développeuse developer dev",
        "programmer": "programmeur programmeuse",
        "architect": "architecte",
        "administrator": "administrateur administratrice",
        "technician": "technicien technicienne",
        "tester": "testeur testeuse",
        "scientist": "scientifique scientist",
        "analyst": "analyste analyst",
        "statistician": "statisticien statisticienne",
        "economist": "économiste",
        "actuary": "actuaire",
        "manager": "gestionnaire manager gérant gérante",
        "director": "directeur directrice",
        "head": "chef cheffe responsable",
        "lead": "lead",
        "owner": "owner propriétaire",
        "president": "président présidente pdg ceo cto",
        "founder": "fondateur fondatrice cofondateur cofondatrice",
        "partner": "associé associée",
        "supervisor": "superviseur superviseure superviseuse",
        "coordinator": "coordinateur coordinatrice coordonnateur coordonnatrice",
        "researcher": "chercheur chercheuse chercheure",
        "professor": "professeur professeure prof",
        "student": "étudiant étudiante doctorant doctorante stagiaire",
        "postdoc": "postdoc",
        "consultant": "consultant consultante",
        "adviser": "conseiller conseillère",
        "lawyer": "avocat avocate juriste",
        "auditor": "auditeur auditrice",
        "accountant": "comptable",
        "physician": "médecin",
        "doctor": "docteur docteure",
        "nurse": "infirmier infirmière",
        "surgeon": "chirurgien chirurgienne",
        "psychologist": "psychologue",
        "pharmacist": "pharmacien pharmacienne",
        "veterinarian": "vétérinaire",
        "teacher": "enseignant enseignante",
        "trainer": "formateur formatrice",
        "designer": "designer concepteur conceptrice graphiste",
        "writer": "rédacteur rédactrice",
        "journalist": "journaliste",
        "artist": "artiste",
    }.items()
    for noun in nouns.split()
}
"""French noun, or one said in English within French, to the English one."""

SECTORS = {
    term: broad
    for broad, terms in {
        "finance": "banque, bancaire, assurance, assurances, réassurance, finance, finances, "
        "fintech, courtage, paiements, investissement",
        "health": "santé, hôpital, hospitalier, médical, pharmaceutique, pharma, biotech, dentaire",
        "manufacturing": "automobile, aéronautique, aérospatial, aérospatiale, manufacturier, "
        "sidérurgie, acier, chimie, robotique, construction, bâtiment, textile, papier",
        "energy and resources": "énergie, pétrole, gaz, mines, minier, minière, électricité, "
        "nucléaire, solaire, eau, foresterie, agriculture, agricole",
        "information technology": "télécom, télécoms, télécommunications, logiciel, logiciels, "
        "infonuagique, jeu vidéo, jeux vidéo, publicité, cybersécurité, réseaux sociaux, internet",
        "trade and services": "commerce de détail, vente au détail, commerce, mode, alimentaire, "
        "alimentation, restauration, hôtellerie, voyage, tourisme, logistique, livraison, "
        "transport, transports, aérien, ferroviaire, immobilier, médias, divertissement, conseil",
        "public sector": "gouvernement, secteur public, fonction publique, armée, militaire, "
        "défense, police, éducation, enseignement, universitaire, justice",
    }.items()
    for term in re.split(r",\s*", terms)
}
"""French name of a sector to the broader one."""

COUNTRIES = {
    french: english
    for pair in (
        "allemagne germany, angleterre united kingdom, royaume-uni united kingdom, "
        "états-unis united states, espagne spain, italie italy, belgique belgium, "
        "suisse switzerland, pays-bas netherlands, autriche austria, suède sweden, "
        "norvège norway, danemark denmark, finlande finland, pologne poland, grèce greece, "
        "irlande ireland, roumanie romania, hongrie hungary, turquie turkey, russie russia, "
        "maroc morocco, algérie algeria, tunisie tunisia, sénégal senegal, cameroun cameroon, "
        "côte-d'ivoire ivory coast, égypte egypt, liban lebanon, israël israel, inde india, "
        "chine china, japon japan, corée south korea, brésil brazil, mexique mexico, "
        "argentine argentina, colombie colombia, australie australia, haïti haiti"
    ).split(", ")
    for french, _, english in [pair.partition(" ")]
}
"""Countries whose French name is not the English one."""

_LINK = r"(?:(?:de la|de l'|des|du|de|d'|en|la|le|les|l'|une?|un|au|aux)\s*)"
_WORD = r"[a-zà-ÿœ-]+"
_TERM = "|".join(sorted(map(re.escape, SECTORS), key=lambda term: (-len(term), term)))
_NOUN = "|".join(sorted(ROLES, key=lambda noun: (-len(noun), noun)))

ROLE = re.compile(
    r"\b(?:je suis|j'étais|j'ai été|j'suis|chuis|je travaill(?:e|ais) comme|en tant que?|"
    r"mon (?:rôle|poste|titre|métier)(?:,? c'est|,? c'était| est| était)|devenue?|promue?)"
    r"(?: (?:aussi|maintenant|actuellement|une?|l[ae]|comme|de|d'))*[ ']*"
    rf"((?:{_WORD} ){{0,2}}?(?:{_NOUN})"
    rf"(?: (?:de l'|d'){_WORD}| (?:de la|des|du|de|en) {_WORD})?)(?![\w-])"
)
SECTOR = re.compile(
    rf"\b(?:travaill\w+|boss\w+|carrière|emploi) (?:dans|pour|chez|au|en|à) ?{_LINK}?"
    rf"(?:(?:secteur|domaine|industrie|milieu) )?{_LINK}{{0,2}}({_TERM})\b"
    rf"|\b(?:on est|nous sommes|c'est) (?:dans )?{_LINK}{{0,2}}({_TERM})\b"
    rf"|\b(?:secteur|domaine|industrie|milieu|entreprise|compagnie|société|firme|start-?up|boîte)"
    rf" {_LINK}{{0,2}}({_TERM})\b"
)
_COUNT = (
    r"(?:\d{1,2}|(?:vingt|trente|quarante|cinquante|soixante|quatre-vingts?)(?:[- ](?:et[- ])?"
    r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze))?|une?|deux|trois|quatre|cinq|six|"
    r"sept|huit|neuf|dix(?:[- ](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize)"
)
TENURE = re.compile(
    rf"(\[[\w -]+ (?:ans?|années?|mois)\])"
    r"|\b(?:depuis|pendant|ça fait|cela fait|il y a|j'ai|plus de|moins de|environ|presque|durant)"
    r"(?: (?:environ|presque|à peu près|plus de|maintenant|déjà|les))* "
    rf"({_COUNT} (?:ans?|années?|mois))\b"
    rf"|\b({_COUNT} (?:ans?|années?|mois)) (?:d'(?:expérience|ancienneté)|dans|ici|chez)"
)
REGION = re.compile(
    r"\b(?:à|en|au|aux|de|du|dans|vers|près de|depuis|d'|l')(?: (?:la|le|les))? ?(?:l')?"
    r"((?:[A-ZÀ-Ý][\w'-]+)(?:[ -](?:d[eu] |la |sur-|les )?[A-ZÀ-Ý][\w'-]+){0,3})"
)
