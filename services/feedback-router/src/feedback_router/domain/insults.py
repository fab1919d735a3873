"""What people call each other in anger. Beside swearing it is the tone of a comment, not one of its facts.

Folded forms, plural and singular. What was done ("stole", "robaron") is a fact and stays out on purpose.
"""

_ENGLISH = """
    clown clowns cretin cretins crook crooks dumb dumbass idiot idiots idiotic imbecile imbeciles incompetent
    jerk jerks liar liars loser losers moron morons pathetic ripoffs scammer scammers scum scumbag scumbags
    stupid thieves useless
"""
_SPANISH = """
    boluda boludo boludos canalla canallas caradura caraduras chorros desgraciado desgraciados estafadores
    estupida estupidas estupido estupidos idiota idiotas imbecil imbeciles incompetente incompetentes inepta
    ineptas inepto ineptos inutil inutiles ladron ladrones mentirosa mentirosas mentiroso mentirosos payasa
    payaso payasos pelotudo pelotudos ratas sinverguenza sinverguenzas subnormal subnormales tarado tarados
    tonto tontos
"""
_PORTUGUESE = """
    babaca babacas burra burras burro burros canalhas cretino cretinos estupidas idiota idiotas imbecil imbecis
    incompetente incompetentes inuteis inutil ladrao ladroes mentirosa mentirosas mentiroso mentirosos otario
    otarios palhaco palhacos picareta picaretas ridicula ridiculas ridiculo ridiculos safado safados trouxa
    vagabundo vagabundos vigarista vigaristas
"""

INSULTS = frozenset(f"{_ENGLISH} {_SPANISH} {_PORTUGUESE}".split())
