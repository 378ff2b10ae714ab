"""Given names and what people who bear them are called, in English and French talk."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

_GROUPS = """
abigail abby gail
albert al bert bertie
alexander alex al sandy xander sasha
alexandra alexandria alex sandra sandy sasha lexi
alfred alf alfie fred freddie
amanda mandy
andrew andy drew
anthony antony tony
antoinette toni
archibald archie
arthur art artie
barbara barb babs barbie
bartholomew bart
benjamin ben benny benji
beatrice bea trixie
bernard bernie
bradley brad
caroline carol carrie
catherine katherine kathryn katharine kate katie kathy cathy kat kit kitty
charles charlie chuck chas
charlotte lottie charlie
christina christine chris chrissy tina kristy
christopher chris kit topher
clifford cliff
cynthia cindy
daniel dan danny
david dave davey
deborah debra deb debbie
dominic dom
dominique dom
donald don donnie
dorothy dot dottie dolly
douglas doug
edmund ed eddie ned
edward ed eddie ted teddy ned
eleanor ellie nell nora
elizabeth elisabeth liz lizzie beth betty eliza lisa libby bess
emily em emmy
eugene gene
evelyn evie
florence flo florrie
frances fran fanny francie
francis frank
frederick frederic fred freddie
gabriel gabe
gabrielle gabby
geoffrey jeffrey jeff geoff
george georgie
gerald gerry jerry
gregory greg
guillaume guy
harold harry hal
henry harry hank hal
herbert bert herb
isabel isabelle isabella izzy bella belle
jacob jake
jacqueline jackie
james jim jimmy jamie
janet jan
jennifer jen jenny
jessica jess jessie
john johnny jack
jonathan jon jonny
joseph joe joey
josephine jo josie
joshua josh
judith judy
julian jules
kenneth ken kenny
kimberly kim
lawrence laurence larry laurie
leonard len lenny
leonardo leo
louis lou louie
louise lou
madeleine maddy
magdalena lena magda
margaret maggie meg peggy marge margie rita
marguerite margot
martin marty
mary molly polly mamie
matthew mathieu matt matty
maximilian max
maxwell max
melissa mel
michael mike mick mickey micky
michelle shelly
mohammed muhammad mohamed mo
nancy nan
nathan nathaniel nate nat
nicholas nicolas nick nicky
nicole nicky nikki
oliver ollie
olivia liv livvy
pamela pam
patricia pat patty trish tricia
patrick pat paddy
penelope penny
peter pete
philip phillip phil
philippe phil
rachel rach
raymond ray
rebecca becky becca
reginald reg reggie
richard rick ricky dick rich richie
robert rob robbie bob bobby bert
roberta bobbie robbie
roger rog
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam sammy
samuel sam sammy
sarah sally sadie
sebastian seb
stanley stan
stephanie steph stevie
stephen steven steve
susan suzanne susanna sue susie suzy
sylvia syl
tamara tammy
theodore ted teddy theo
theresa teresa terry tess tessa
thomas tom tommy
timothy tim timmy
valerie val
vanessa ness
veronica ronnie
victor vic
victoria vicky tori
vincent vin vince vinny
virginia ginny
walter walt wally
wilfred wilf
william will bill billy willie liam
zachary zach zack
"""


@lru_cache(maxsize=1)
def _pairs() -> dict[str, frozenset[str]]:
    """Name to what it may be called, both ways; two short forms of one name do not meet."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in _GROUPS.strip().splitlines():
        full, *others = line.split()
        found[full].update(others)
        for other in others:
            found[other].add(full)
    return {name: frozenset(others) for name, others in found.items()}


def nicknames_of(given: str) -> frozenset[str]:
    """Other names that someone with this given name goes by.

    >>> sorted(nicknames_of("robert"))[:3], sorted(nicknames_of("liz"))
    (['bert', 'bob', 'bobby'], ['elizabeth'])
    """
    return _pairs().get(given, frozenset())
