"""The irregular forms of English verbs."""

from __future__ import annotations

_FORMS = """
arise arose arisen|awake awoke awoken|bear bore borne born|beat beaten|become became|begin began
begun|bend bent|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|
bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|cling clung|come
came|creep crept|deal dealt|dig dug|do did done does|draw drew drawn|dream dreamt|drink drank drunk|
drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee
fled|fling flung|fly flew flown|forbid forbade forbidden|forget forgot forgotten|forgive forgave
forgiven|freeze froze frozen|get got gotten|give gave given|go went gone goes|grind ground|grow grew
grown|hang hung|have had has|hear heard|hide hid hidden|hold held|keep kept|kneel knelt|know knew
known|lay laid|lead led|lean leant|leap leapt|learn learnt|leave left|lend lent|lie lay lain|light
lit|lose lost|make made|mean meant|meet met|mistake mistook mistaken|overcome overcame|overthrow
overthrew overthrown|pay paid|prove proven|ride rode ridden|ring rang rung|rise rose risen|run ran|
say said|see saw seen|seek sought|sell sold|send sent|shake shook shaken|shine shone|shoot shot|show
shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|speak spoke
spoken|spend spent|spin spun|spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting
stung|strike struck stricken|strive strove|swear swore sworn|sweep swept|swim swam swum|swing swung|
take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown|undergo
underwent undergone|understand understood|undertake undertook undertaken|wake woke woken|wear wore
worn|weave wove woven|weep wept|win won|withdraw withdrew withdrawn|withhold withheld|write wrote
written
"""
_BASES = {
    form: forms[0] for line in _FORMS.split("|") for forms in (line.split(),) for form in forms[1:]
}


def base_form(word: str) -> str:
    """The infinitive of an irregular form in small letters ("found": find); any other word as it
    is."""
    return _BASES.get(word, word)
