"""Which team a comment is for, learnt from teams' descriptions and people's corrections. A pure library.

With no correction at all the descriptions decide, by the encoder's similarity, in whatever language they are. Each
correction counts at once as a neighbour, without training. `fitting` fits a linear model on descriptions and all
corrections; corrections that come later go on as neighbours, and none is ever left out of either.
"""
