"""Words that say nothing of what a comment is about, folded: no theme is called by them."""

_LISTED = {
    "en": """a about after again all almost already also always am an and any are aren as at away back be because been
        before being both but by came can cannot come could couldn did didn do does doesn doing don done down each even
        ever every everything few for from get gets getting give go goes going gone good got had hadn has hasn have
        having he hello her here hers him his how i if in into is isn it its just keep last least let like ll lot made
        make many me more most much must my need never next no none nor not nothing now of off often ok on once one only
        or other our out over own please quite rather re really same say see she should shouldn since so some something
        still such take than thank thanks that the their them then there these they thing things this those though
        three through time to today told too try trying two under until up us use ve very want was wasn way we well went
        were weren what when where which while who whom whose why will with within without won would wouldn yes yet you
        your yours""",
    "es": """a aca ademas ahi ahora al algo alguien alguna algunas alguno algunos alla alli ante antes aquel aquella
        aqui asi aun aunque bastante bien bueno buena cada casi como con cosa cosas cual cuales cualquier cuando cuanto
        da dado dan dar de debe deben dejar del demasiado desde despues dice dicen dije dijeron donde dos el ella ellas
        ellos en entonces entre era eran eres es esa esas ese eso esos esta estaba estaban estado estamos estan estar
        estas este esto estos estoy fue fueron gracias ha haber habia han hace hacen hacer hacia hago han hasta hay he
        hecho hemos hola hoy igual ir jamas la las le les lo los luego mal mas me mejor menos mi mia mientras mio mis
        misma mismo mucha muchas mucho muchos muy nada nadie ni ningun ninguna no nos nosotros nuestra nuestro nunca o
        os otra otras otro otros para parece pero poco poder podia por porque pues puede pueden puedo que queda quien
        quiero se sea sean ser sera si sido siempre sin sino sobre solo son soy su sus tal tambien tampoco tan tanto te
        tener tengo tenia ti tiene tienen toda todas todavia todo todos tres tu tus tuve un una unas uno unos usted
        ustedes va van varias varios veces ver vez voy y ya yo""",
    "pt": """a acho agora ai ainda alem algo alguem algum alguma algumas alguns ali ante antes ao aos apenas aquela
        aquele aquilo aqui as assim ate bastante bem boa bom cada coisa coisas com como comigo da dao das de dela dele
        demais depois desde dessa desse desta deste deu disse disso do dois dos duas e ela elas ele eles em entao entre
        era eram essa essas esse esses esta estao estar estas estava estavam este estes estou eu fala faz fazem fazer
        fez fica ficar ficou foi fora foram gente ha hoje ir isso isto ja jamais la lhe logo mais mal mas me mesma mesmo
        meu meus minha minhas muita muitas muito muitos na nada nao nas nem nenhum nenhuma ninguem no nos nossa nosso
        num numa nunca o obrigada obrigado ola onde ontem os ou outra outras outro outros para pela pelas pelo pelos
        pode podem poder pois por porque pouco pra precisa pro qual qualquer quando quanto quase que quem quero sabe se
        seja sem sempre sendo ser sera seu seus sido so sobre somos sou sua suas ta tal tambem tanto tao tem tempo tenho
        ter teve tinha toda todas todo todos tres tu tudo um uma umas uns vai vao ver vez vezes voce voces vou""",
}
STOP_WORDS = {language: frozenset(words.split()) for language, words in _LISTED.items()}
