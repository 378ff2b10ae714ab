"""Interview guides of many kinds, as people write them; `drawn` shows the tree they became."""

from __future__ import annotations

from transcribe.core.guide import Guide

TEXTS = {
    "labels.md": """\
# Remote work study – interview protocol

*Version 3, May 2025*

**Before the interview**

- [ ] Test the recorder
- [ ] Obtain written consent

## Part A: Background

[QA.1] Please describe your current role.
[QA.2] How many years have you worked remotely?

- Probe: before or after the pandemic?

## Part B: Daily work (15 min)

[QB.1] Walk me through a typical day.

   - Where do you sit?
   - Who else is at home?

[QB.2] Do you use a shared calendar?

   - If yes, who can see it?
   - If no, how do you agree on times?

> Interviewer: if they mention childcare, do not go deeper.

### Tools

| ID | Question | Probes |
|----|----------|--------|
| QB.3 | Which tools do you use for meetings? | Who chose them? What do you dislike? |
| QB.4 | How do you keep in touch informally? | |

## Part C: Closing

[QC.1] Is there anything else you would like to add?

Thank the participant and stop the recording.
""",
    "without-marks.txt": """\
INTERVIEW SCHEDULE: SMALL FARMS

Section 1 - The farm

Q1.1 Tell me how you came to run this farm
Q1.2 Size of the farm and number of people working there
Q1.2.a Family members
Q1.2.b Seasonal workers
Q1.3 Crops and animals

Section 2 - Machines and software

Q2.1 Describe the machines you could not do without
Q2.1.a How they were financed
If leased:
Q2.1.b Terms of the lease
Q2.2 Software used for planning
If they use none
Q2.3 Reasons for not using any
Q2.4 Plans for the coming years

Section 3 - End

Q3.1 Anything we forgot
""",
    "pasted-from-pdf.txt": """\
Appendix B: Interview Protocol
University of Somewhere – Nursing Study

1 Opening

Thank you for agreeing to talk to me today. The interview takes about 45 min-
utes. You may stop at any time. Do you have any questions before we
start?

2 Work on the ward

1. Could you describe what a normal night shift looks like for you, from the mo-
ment you arrive on the ward?
a. What do you do first?
b. Who do you talk to?
2. Which information do you need from the previous shift, and how do you ob-
tain it?
a. (If on paper) Where is it kept?
b. (If in the system) How long does it take you to find it?

14

Appendix B: Interview Protocol
University of Somewhere – Nursing Study

3. Have you ever missed an important piece of information? If so, what hap-
pened?
• Prompt: medication, allergies, falls
• Prompt: who noticed?

3 Closing

4. If you could change one thing about handovers, what would it be?
5. Is there anything you would like to add?

15
""",
    "french.txt": """\
Guide d'entretien – Enseignants du secondaire

Consignes pour l'enquêteur :
• Relancer lorsque la réponse est courte.
• Ne pas citer d'autres enseignants.

Introduction
Se présenter et rappeler l'objet de l'étude.
Demander l'autorisation d'enregistrer.

Thème 1 : Parcours
1. Pouvez-vous me raconter votre parcours ?
   a. Formation initiale
   b. Postes occupés
2. Depuis combien de temps enseignez-vous dans cet établissement ?

Thème 2 : Outils numériques
3. Quels outils utilisez-vous en classe ?
   - Si tablettes :
      - Qui les finance ?
      - Qu'est-ce qui tombe en panne ?
   - Si aucun outil : pour quelles raisons ?
4. Avez-vous suivi une formation ?
   Si oui : laquelle ?
   Si non : en souhaiteriez-vous une ?

Conclusion
5. Souhaitez-vous ajouter quelque chose ?
Remercier l'enseignant.
""",
    "german.md": """\
# Interviewleitfaden Pflege

## Einstieg

Vielen Dank, dass Sie sich Zeit nehmen. Das Gespräch dauert etwa eine Stunde und wird aufgezeichnet.

## Block 1: Arbeitsalltag

1. Können Sie mir einen typischen Arbeitstag beschreiben?
    - Nachfragen: Beginn, Übergabe, Pausen
2. Welche Dokumentation führen Sie?
    - Falls digital:
        - Welches System nutzen Sie?
        - Wer hat es ausgewählt?
    - Falls auf Papier: Wo wird sie aufbewahrt?

*Hinweis: Bei Zeitmangel direkt zu Block 2.*

## Block 2: Belastungen

3. Was belastet Sie am meisten?
4. Wie gehen Sie damit um?

## Abschluss

5. Gibt es noch etwas, das Sie ergänzen möchten?
- Dank aussprechen und Aufnahme beenden
""",
    "spanish.txt": """\
GUION DE ENTREVISTA

I. PRESENTACIÓN

Explicar los objetivos del estudio y pedir el consentimiento.

II. TRAYECTORIA

1) ¿Cuál es su trabajo actual?
2) ¿Desde cuándo trabaja aquí?
   2.1) ¿Qué hacía antes?

III. USO DE DATOS

3) ¿Qué datos utiliza en su trabajo?
   Si son datos propios:
   3.1) ¿Cómo los recogen?
   3.2) ¿Quién los revisa?
   Si son datos públicos:
   3.3) ¿De dónde provienen?
4) ¿Ha tenido problemas con los datos? En caso afirmativo, ¿cuáles?

IV. CIERRE

5) ¿Hay algo más que quiera añadir?
Agradecer la participación.
""",
    "protocol.txt": """\
Semi-structured interview protocol

Opening script
"Thank you for joining. My name is [NAME]. This will take about 40 minutes."
Ask for consent to record.

Background
1. Can you tell me about your role?
   Probes:
   - How long have you been doing this?
   - What did you do before?
2. What does a good day look like?
   Follow-up: And a bad one?

Use of AI tools
[If participant uses AI tools]
3. Which tools do you use?
4. When did you start using them
   a) Who introduced you to them
   b) What were your first impressions
[If participant does not use AI tools]
5. What keeps you from using them?
6. Would you consider it in the future?

Wrap-up
7. Is there anything I should have asked?
8. Do you know anyone else who might be interested in taking part?
Thank participant, stop recording.
""",
    "dotted-numbers.txt": """\
Interview questions

1. Background
1.1 What is your current job title?
1.2 How many years of experience do you have?
2. Requirements
2.1 How are requirements elicited in your projects?
2.1.1 Who takes part?
2.1.2 If customers take part: how do you prepare them?
2.2 How do you document them?
3. Closing
3.1 Anything else?
""",
    "underlined-headings.md": """\
Interview Guide
===============

Background
----------

1. **Role**: What is your role?
2. **Team**: How big is your team?
   * *Probe:* full time or part time?

Practices
---------

**Planning**

1. How do you plan?
2. How often do you re-plan?

   If rarely:
   - Why?

**Review**

1. Who reviews your work?

<!-- internal comment -->

Final remarks
-------------
Any questions for us?
""",
}


def drawn(guide: Guide) -> str:
    """The tree, one item a line: its kind, its label or number, its words."""
    lines = [f"= {guide.title}\n"]
    for item in guide.items:
        mark = f" [{item.label}]" if item.label else f" {item.number}." if item.number else ""
        lines.append(f"{'  ' * item.depth}{item.kind}{mark} {item.text}\n")
    return "".join(lines)
