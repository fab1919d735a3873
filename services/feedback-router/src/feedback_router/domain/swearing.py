"""Words of anger that carry no fact. Routing does not hear them: tone must never choose a team.

Folded forms. Words that are also facts in some trade ("bloody", "sucks") stay out on purpose.
"""

_ENGLISH = """
    arse asshole assholes bastard bastards bitch bollocks bullshit crap crappy damn damned dammit fuck fucked
    fucker fuckers fucking goddamn hell motherfucker piss shit shite shitty wtf
"""
_SPANISH = """
    cabron cabrona cabrones carajo chingada chingado chingados cono culero gilipollas hostia hostias joder
    jodida jodido joputa maldita maldito malditas malditos mierda mierdas pendejo pendejos pinche pinches puta
    putas puto putos verga
"""
_PORTUGUESE = "bosta caralho foda foder fodase fodida fodido merda porra"

SWEARING = frozenset(f"{_ENGLISH} {_SPANISH} {_PORTUGUESE}".split())
