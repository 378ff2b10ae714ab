"""What people are called by what they do: occupations and ranks, in English and French."""

from __future__ import annotations

RANKS = frozenset(
    """
    head director deputy chief manager lead leader president chair chairman chairwoman chairperson
    dean provost principal headteacher headmaster headmistress superintendent supervisor foreman
    coordinator officer secretary treasurer registrar commissioner inspector warden matron captain
    founder cofounder ceo cto coo cfo cio ciso editor producer curator mayor minister
    governor ombudsman spokesperson administrator controller steward
    """.split()
)
"""Those that an organization has one or few of."""

OCCUPATIONS = RANKS | frozenset(
    """
    engineer developer scientist analyst architect researcher consultant designer programmer tester
    specialist expert adviser advisor statistician economist mathematician physicist chemist
    biologist geologist hydrologist meteorologist epidemiologist psychologist sociologist linguist
    anthropologist archaeologist historian librarian archivist translator interpreter journalist
    writer author nurse midwife doctor physician surgeon consultant psychiatrist anaesthetist
    radiologist radiographer paramedic pharmacist dentist therapist physiotherapist dietitian vet
    veterinarian carer caretaker teacher lecturer professor tutor trainer instructor chaplain priest
    vicar imam rabbi planner surveyor technician mechanic electrician plumber welder machinist
    fitter operator driver pilot miner farmer grower agronomist forester ranger gardener fisherman
    baker butcher cook clerk accountant auditor actuary banker broker trader buyer lawyer solicitor
    barrister attorney judge magistrate paralegal policeman policewoman detective firefighter
    soldier sergeant lieutenant colonel diver guard cleaner porter receptionist assistant apprentice
    intern trainee student postdoc fellow employee worker volunteer salesman saleswoman
    representative recruiter photographer musician composer conductor director dispatcher
    """.split()
)

PERSONS = OCCUPATIONS | frozenset(
    """
    woman man female male girl boy lady guy lad person foreigner immigrant black
    muslim jew mother father survivor candidate
    """.split()
)
"""Nouns of which somebody may be the only one."""

ANYBODY = frozenset("man guy lad person boy girl lady personne gars garcon".split())
"""Of whom it says something only where it is said of oneself, or of one who is named."""

FRENCH_RANKS = frozenset(
    """
    directeur directrice responsable chef cheffe principal principale conseiller conseillere
    coordinateur coordinatrice coordonnateur coordonnatrice president presidente doyen doyenne
    recteur rectrice proviseur proviseure inspecteur inspectrice secretaire tresorier tresoriere
    gerant gerante fondateur fondatrice cofondateur cofondatrice maire adjoint adjointe intendant
    intendante referent referente contremaitre delegue deleguee administrateur administratrice
    """.split()
)
FRENCH_PERSONS = FRENCH_RANKS | frozenset(
    """
    femme homme fille garcon etranger etrangere ingenieur ingenieure analyste chercheur chercheuse
    developpeur developpeuse medecin infirmier infirmiere professeur professeure enseignant
    enseignante employe employee etudiant etudiante informaticien informaticienne technicien
    technicienne specialiste expert experte juriste avocat avocate comptable statisticien
    statisticienne agriculteur agricultrice ouvrier ouvriere sage architecte urbaniste traducteur
    traductrice bibliothecaire psychologue pharmacien pharmacienne veterinaire mecanicien
    mecanicienne conducteur conductrice chauffeur gars personne
    """.split()
)
