"""A French conversation put word for word into English, for comparison with an English guide.

The bundled encoder reads English alone. Frequent words of any working life, in the order they were
said, tell it enough to find most questions; a translator they are not. Nothing of this is ever
shown. No word of any guide's subject is here beyond what every second interview speaks of.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from transcribe.core.transcript import Transcript

_PHRASES = {
    "qu'est-ce que c'est": "what is", "qu'est-ce qui": "what", "qu'est-ce que": "what do",
    "qu'est-ce qu'": "what do ", "est-ce que c'est": "is it", "est-ce qu'il y a": "is there",
    "est-ce que": "do", "est-ce qu'": "do ", "y a-t-il": "is there", "y avait-il": "was there",
    "il y a": "there is", "il y avait": "there was", "à votre avis": "in your opinion",
    "selon vous": "in your opinion", "par exemple": "for example", "à la main": "by hand",
    "autre chose": "anything else", "quelque chose": "something", "quelqu'un": "someone",
    "combien de temps": "how long", "combien de": "how many", "combien d'": "how many ",
    "en général": "in general", "en ce moment": "at the moment", "jusqu'ici": "so far",
    "jusqu'à présent": "so far", "tout à l'heure": "earlier", "tout d'abord": "first",
    "mettre en place": "set up", "mis en place": "set up", "prendre en compte": "consider",
    "mise à jour": "update", "mettre à jour": "update", "au revoir": "goodbye",
    "au début": "at the beginning", "à la fin": "at the end", "de nouveau": "again",
    "parlez-moi": "tell me", "dites-moi": "tell me", "est-il": "is it", "sont-ils": "are they",
    "d'où": "from where", "parce que": "because", "bien sûr": "of course", "d'accord": "okay",
}  # fmt: skip
_WORDS = dict(
    pair.split("=")
    for pair in (
        "je=i tu=you il=it elle=she on=we nous=we vous=you ils=they elles=they te=you se=it "
        "lui=him leur=their leurs=their mon=my ma=my mes=my ton=your votre=your vos=your "
        "notre=our nos=our son=its sa=its ses=its ce=this cet=this cette=this ces=these cela=that "
        "ça=that ceci=this celui=the_one celle=the_one ceux=those qui=who que=that quoi=what "
        "dont=of_which où=where quand=when comment=how pourquoi=why combien=how_much quel=what "
        "quelle=what quels=what quelles=what lequel=which laquelle=which lesquels=which "
        "lesquelles=which le=the la=the les=the un=a une=a des=some du=of_the de=of au=to_the "
        "aux=to_the à=to en=in dans=in sur=on sous=under avec=with sans=without pour=for par=by "
        "chez=at entre=between vers=towards depuis=since pendant=during avant=before après=after "
        "contre=against comme=like et=and ou=or mais=but donc=so alors=so si=if car=because "
        "puis=then ensuite=then enfin=finally aussi=also encore=still toujours=always "
        "jamais=never souvent=often parfois=sometimes déjà=already maintenant=now "
        "aujourd'hui=today hier=yesterday demain=tomorrow ici=here là=there très=very trop=too "
        "plus=more moins=less peu=little beaucoup=a_lot assez=enough tout=all toute=all tous=all "
        "toutes=all chaque=each plusieurs=several quelques=some aucun=no aucune=no rien=nothing "
        "personne=nobody autre=other autres=others même=same seul=only seule=only oui=yes non=no "
        "pas=not ne=not ni=nor être=be est=is sont=are était=was étaient=were suis=am êtes=are "
        "sommes=are sera=will_be serait=would_be été=been avoir=have ai=have as=have a=has "
        "avez=have avons=have ont=have avait=had aviez=had eu=had aurait=would_have faire=do "
        "fait=do faites=do font=do faisons=do faisiez=did pouvoir=can peut=can peuvent=can "
        "pouvez=can peux=can pourriez=could pourrait=could vouloir=want veut=want voulez=want "
        "voudriez=would_like aimeriez=would_like devoir=must doit=must doivent=must devez=must "
        "devrait=should devraient=should falloir=need faut=need aller=go va=goes allez=go vont=go "
        "venir=come vient=comes viennent=come venez=come dire=say dit=said dites=say parler=talk "
        "parle=talks parlé=talked parlez=talk voir=see voyez=see vu=seen vus=seen savoir=know "
        "savez=know sait=know connaître=know connaissez=know penser=think pensez=think "
        "croire=believe croyez=believe trouver=find trouvez=find trouvé=found prendre=take "
        "prend=takes prenez=take pris=taken mettre=put met=puts mettez=put mis=put donner=give "
        "donne=gives donnez=give donné=given utiliser=use utilise=uses utilisez=use utilisent=use "
        "utilisé=used utilisons=use travailler=work travaillez=work travaille=works "
        "travaillé=worked travail=work métier=job expliquer=explain expliquez=explain "
        "décrire=describe décrivez=describe raconter=tell racontez=tell ajouter=add ajoutez=add "
        "choisir=choose choisissez=choose choisi=chosen créer=create créez=create "
        "construire=build construisez=build développer=develop développez=develop changer=change "
        "changez=change changé=changed améliorer=improve améliorez=improve corriger=fix "
        "corrigez=fix réparer=repair réparez=repair vérifier=check vérifiez=check vérifié=checked "
        "tester=test testez=test testé=tested mesurer=measure mesurez=measure évaluer=evaluate "
        "évaluez=evaluate évaluation=evaluation surveiller=monitor surveillez=monitor "
        "suivre=follow suivez=follow suivi=monitoring gérer=handle gérez=handle géré=handled "
        "résoudre=solve résolvez=solve résolu=solved éviter=avoid évitez=avoid empêcher=prevent "
        "décider=decide décidez=decide décidé=decided décision=decision apprendre=learn "
        "apprentissage=learning entraîner=train entraînez=train entraîné=trained "
        "entraînement=training préparer=prepare préparez=prepare préparation=preparation "
        "collecter=collect collectez=collect collecte=collection recueillir=collect "
        "recueillez=collect obtenir=get obtenez=get recevoir=receive recevez=receive envoyer=send "
        "envoyez=send stocker=store stockez=store partager=share partagez=share combiner=combine "
        "combinez=combine fusionner=merge fusionnez=merge réunir=join joindre=join nettoyer=clean "
        "nettoyez=clean saisir=enter saisissent=enter déployer=deploy déployez=deploy "
        "déployé=deployed déploiement=deployment maintenir=maintain lancer=launch commencer=start "
        "commencez=start commencé=started finir=finish terminer=finish arriver=happen "
        "arrivé=happened arrive=happens passer=spend passez=spend passe=passes passé=spent "
        "essayer=try essayez=try essayé=tried aider=help aidez=help demander=ask demandez=ask "
        "demandé=asked répondre=answer enregistrer=record enregistrement=recording accepter=agree "
        "rencontrer=encounter rencontrez=encounter rencontré=encountered poser=pose posé=caused "
        "causer=cause causé=caused manquer=miss manque=lack comprendre=understand "
        "comprenez=understand partir=leave rester=stay perdre=lose perdu=lost garder=keep "
        "gardez=keep montrer=show montrez=show prévoir=predict prédire=predict "
        "prédiction=prediction prédictions=predictions revenir=return sauter=jump préférer=prefer "
        "préférez=prefer réponse=answer exemple=example exemples=examples chose=thing "
        "choses=things problème=problem problèmes=problems difficulté=difficulty "
        "difficultés=difficulties défi=challenge défis=challenges erreur=error erreurs=errors "
        "risque=risk risques=risks raison=reason raisons=reasons qualité=quality "
        "qualités=qualities donnée=data données=data outil=tool outils=tools logiciel=software "
        "logiciels=software système=system systèmes=systems modèle=model modèles=models "
        "méthode=method méthodes=methods entreprise=company société=company "
        "organisation=organization équipe=team équipes=teams collègue=colleague "
        "collègues=colleagues client=customer clients=customers utilisateur=user "
        "utilisateurs=users gens=people personnes=people chercheur=researcher "
        "chercheurs=researchers recherche=research étude=study projet=project projets=projects "
        "produit=product produits=products rôle=role poste=position expérience=experience "
        "formation=training année=year années=years an=year ans=years mois=month semaine=week "
        "semaines=weeks jour=day jours=days heure=hour heures=hours temps=time fois=time "
        "début=beginning fin=end part=share partie=part nombre=number taille=size niveau=level "
        "sorte=kind genre=kind façon=way manière=way moyen=means besoin=need but=goal "
        "objectif=goal résultat=result résultats=results avantage=advantage avantages=advantages "
        "inconvénient=drawback connaissance=knowledge connaissances=knowledge nom=name noms=names "
        "mot=word mots=words main=hand vie=life monde=world pays=country ville=city maison=house "
        "bureau=office école=school élève=pupil élèves=pupils argent=money prix=price coût=cost "
        "coûts=costs ordinateur=computer serveur=server automatique=automatic "
        "automatiquement=automatically manuel=manual manuellement=manually bon=good bonne=good "
        "bons=good mauvais=bad mauvaise=bad grand=big grande=big petit=small petite=small "
        "gros=big nouveau=new nouvelle=new nouveaux=new nouvelles=new vieux=old premier=first "
        "première=first dernier=last dernière=last prochain=next prochaine=next suivant=next "
        "suivante=next importante=important importants=important principal=main principale=main "
        "principaux=main principales=main difficile=difficult difficiles=difficult facile=easy "
        "nécessaire=necessary publics=public publique=public publiques=public externe=external "
        "externes=external interne=internal internes=internal obsolète=outdated longtemps=long "
        "court=short vrai=true faux=false fréquent=frequent fréquents=frequent fréquemment=often "
        "généralement=usually habituellement=usually habitude=usually surtout=mainly "
        "actuellement=currently environ=about merci=thanks bonjour=hello artificielle=artificial"
    ).split()
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\S|\s+")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_PHRASE = re.compile(
    "|".join(
        rf"\b{re.escape(phrase)}" + (r"\b" if phrase[-1].isalnum() else "")
        for phrase in sorted(_PHRASES, key=len, reverse=True)
    ),
    re.IGNORECASE,
)


def in_english(transcript: Transcript) -> Transcript:
    """The same turns with their French words put one by one into English."""
    turns = tuple(replace(turn, edited=gloss(turn.text)) for turn in transcript.turns)
    return replace(transcript, turns=turns)


def gloss(text: str) -> str:
    """French words in English, one by one; what is not known stays, without its accents.

    >>> gloss("Comment est-ce que vous préparez les données ?")
    'how do you prepare the data ?'
    """
    told = _PHRASE.sub(lambda found: _PHRASES[found[0].lower()], text.replace("’", "'"))
    return re.sub(r"\s+", " ", "".join(map(_word, _TOKEN.findall(told)))).strip()


def _word(token: str) -> str:
    if not token[0].isalpha():
        return token
    lowered = token.lower()
    if lowered in _WORDS:
        return _WORDS[lowered].replace("_", " ")
    if "-" in lowered:  # "utilisez-vous": the verb and who.
        verb, _, rest = lowered.partition("-")
        who = rest.removeprefix("t-")
        if who in _WORDS:
            return f"{_word(verb)} {_WORDS[who]}"
    short = _ELISION.sub("", token)
    if short != token and short:
        return _word(short)
    decomposed = unicodedata.normalize("NFKD", token)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))
