"""One of the shipped interviews told in French, turn by turn, for its English guide."""

from __future__ import annotations

_TOLD = """
Bonjour Gordon, euh, merci de prendre le temps. Je suis Laura Bennett, je suis étudiante à
l'université Maple Hill et je travaille sur la qualité des logiciels.

Bonjour Laura. Je suis content de pouvoir aider.

Alors, le but de cette étude, c'est une liste des problèmes de qualité dans les systèmes qui
utilisent l'apprentissage automatique. Pas seulement les mauvaises prédictions, mais, euh, tout ce
qui, dans les données ou le modèle, vous a compliqué la vie.

D'accord.

Et avant de commencer, est-ce que je peux enregistrer cette conversation ? Nous publierons la
transcription, mais sans aucun nom.

Oui, vous pouvez l'enregistrer. Ça me va.

Très bien, ça tourne. Alors quel est votre rôle en ce moment, et combien d'années d'expérience
avez-vous avec l'apprentissage automatique ?

Je m'appelle Gordon Reeves, et je suis le responsable de la science des données chez Silver Brook
Water, euh, la compagnie des eaux de Granite Harbor. J'ai quarante-deux ans. Je suis ici depuis
mars deux mille dix-neuf, et avant j'ai passé onze ans dans une banque.

D'accord. Et pour quoi utilisez-vous l'apprentissage automatique dans votre entreprise ?

Surtout pour prévoir quand une pompe va tomber en panne. Nous avons un produit, il s'appelle Blue
Heron, et chaque nuit il donne aux ingénieurs une liste de pompes à regarder. Ce sont des séries
temporelles, la pression et, euh, la température et la puissance.

Et de combien de pompes on parle ?

Environ quatre cents. La plupart sont plus vieilles que moi.

Et quels modèles et quels frameworks utilisez-vous d'habitude ?

Nous écrivons tout en Python, avec pandas et scikit-learn. Le modèle lui-même est une forêt
aléatoire. Nous avons essayé un réseau de neurones avec PyTorch, mais, euh, ce n'était pas mieux.

D'accord. Alors, en général, quels sont les principaux problèmes de qualité que vous avez vus
jusqu'ici, dans les données, dans le modèle ou dans le système ?

Les données manquantes. C'est la première chose. Un capteur peut se taire pendant deux semaines,
et personne ne le remarque. Et la deuxième, ce sont les étiquettes, parce qu'une réparation est
notée à la main.

Mm-hmm.

Et, vous voyez, l'un écrit cassé, l'autre écrit remplacé, et le modèle apprend que ce sont deux
choses différentes.

Et comment vous gérez ça aujourd'hui ?

Maria Lopez, qui dirige l'atelier, lit tous les rapports et les corrige.

Je vois. Est-ce que vos données viennent de machines, ou est-ce que des gens les saisissent à la
main ?

Les deux. Les capteurs viennent de Cedar Instruments, et ils envoient une valeur chaque minute. Et
les rapports de réparation sont tapés par l'équipe.

Laquelle des deux sources vous a posé le plus de problèmes ?

Oh, les capteurs. Non, attendez, en fait les rapports. La moitié des vieux rapports a été perdue
quand nous avons déménagé le bureau à Copper Valley, en deux mille vingt et un.

Et comment est-ce que vous fusionnez les deux ?

Par le numéro de la pompe et par l'heure. Ça a l'air facile, mais les horloges ne sont pas
d'accord. Les capteurs utilisent le temps universel, et l'équipe note l'heure locale. Donc pendant
des années chaque réparation était, euh, une heure trop tard.

D'accord.

Donc nous avons perdu, je veux dire, nous avons jeté beaucoup de bonnes données avant de
comprendre ça.

Quels outils utilisez-vous quand vous préparez les données ?

Pandas, et quelques vieux scripts que j'ai écrits moi-même. Nous gardons tout dans une base
PostgreSQL.

Et quelle part de votre temps passe dans la préparation des données, par rapport à la construction
du modèle ?

Je dirais quatre-vingts pour cent de données, vingt pour cent de modèle.

Pourquoi est-ce que ça prend si longtemps ?

Parce que personne ne peut vous dire ce que veut dire une colonne. Il faut appeler les gens. Il y
avait une colonne, et la seule personne qui la comprenait, c'était Frank Sutton, et il a pris sa
retraite en juin deux mille vingt.

Je saute un peu plus loin. Une fois que le modèle tourne, est-ce que vous le surveillez, et
comment ?

Oui. Chaque lundi nous comparons ce qu'il a dit avec ce que l'équipe a trouvé. Il y a une petite
page dans Grafana, et si la précision passe sous la moitié, je reçois un message.

Est-ce qu'il est déjà arrivé qu'un de vos modèles devienne obsolète après quelque temps ?

Oui, l'hiver dernier. Ils ont changé les pompes à Copper Valley, et les nouvelles sont, euh, plus
silencieuses. Alors le modèle disait que tout allait bien.

Et qu'est-ce que vous avez fait ?

Nous l'avons entraîné de nouveau avec les données des nouvelles pompes. À la main. Il n'y a pas de
plateforme pour ça, nous sommes une équipe de quatre.

Pour revenir un instant en arrière. Où est-ce que vous le déployez, et est-ce que c'est manuel
aussi ?

Il tourne sur notre propre serveur, dans un conteneur Docker. Pendant un an nous l'avions sur AWS,
mais la ville ne voulait pas que les données sortent du pays. Et le déploiement est automatique
maintenant, avec GitLab.

Avez-vous déjà eu un modèle qui était bon sur votre ordinateur et ensuite mauvais en production ?

Oh oui. Le premier. Dans mon notebook j'utilisais la pression de toute la journée, et dans la
vraie vie on n'a la pression que jusqu'à maintenant. Alors il avait l'air parfait, et ensuite il
était inutile.

Mm-hmm.

Depuis, nous ne testons que sur des jours que le modèle n'a jamais vus, et dans le bon ordre.

Avez-vous déjà essayé d'expliquer pourquoi le modèle prend une décision ?

L'équipe l'a demandé. Maria ne voulait pas conduire deux heures sans raison. Alors nous montrons
les trois valeurs les plus importantes, et nous utilisons SHAP pour ça.

Et, euh, je voudrais revenir sur une chose. Vous avez dit que les rapports étaient le plus gros
problème. Comment est-ce que vous les corrigez ?

Il y a maintenant une liste de mots, et l'équipe doit en choisir un. C'est Maria qui l'a faite.

Bien. Alors, dernière question. À votre avis, quel est le problème de qualité le plus important
sur lequel les chercheurs devraient travailler ?

Les étiquettes. Euh, comment savoir qu'une étiquette est fausse.

Est-ce qu'il y a autre chose que vous voulez ajouter sur la qualité de ces systèmes ?

Non, je crois que c'est tout. Si vous avez besoin d'autre chose, écrivez-moi.

Parfait. Merci beaucoup, Gordon.

Je vous en prie. Au revoir.
"""
PUMP_FAILURES = tuple(" ".join(turn.split()) for turn in _TOLD.strip().split("\n\n"))
"""Words of its turns, in order."""
