"""Spanish: words of speaking."""

from __future__ import annotations

import re

from amparo.docket.article.alternatives import one_of
from amparo.docket.article.languages.vocabulary import SpeechWords

# Third person, singular and plural, past and present; then gerunds.
_SAID = (
    "dijo|dijeron|dice|dicen|afirmó|afirmaron|afirma|afirman|aseguró|aseguraron|asegura|aseguran|señaló|señalaron"
    "|señala|señalan"
    "|explicó|explicaron|explica|explican|añadió|añadieron|añade|añaden|agregó|agregaron|agrega|agregan|declaró"
    "|declararon"
    "|declara|manifestó|manifestaron|manifiesta|indicó|indicaron|indica|indican|sostuvo|sostuvieron|sostiene"
    "|sostienen|expresó"
    "|expresaron|expresa|comentó|comentaron|comenta|apuntó|apuntaron|apunta|subrayó|subrayaron|subraya|destacó"
    "|destacaron|destaca"
    "|reiteró|reiteraron|reitera|insistió|insistieron|insiste|respondió|respondieron|responde|contestó|contestaron"
    "|preguntó"
    "|preguntaron|pregunta|advirtió|advirtieron|advierte|advierten|denunció|denunciaron|denuncia|anunció"
    "|anunciaron|anuncia"
    "|reconoció|reconocieron|reconoce|admitió|admitieron|admite|negó|negaron|niega|niegan|confirmó|confirmaron"
    "|confirma|escribió"
    "|escribieron|escribe|recordó|recordaron|recuerda|lamentó|lamentaron|lamenta|criticó|criticaron|critica|pidió"
    "|pidieron|pide"
    "|exigió|exigieron|exige|concluyó|concluyeron|concluye|resaltó|resaltaron|precisó|precisaron|precisa"
    "|puntualizó|detalló"
    "|detallaron|relató|relataron|relata|contó|contaron|cuenta|informó|informaron|informa|opinó|opinaron|opina"
    "|recalcó|zanjó"
    "|matizó|aclaró|aclararon|prometió|prometieron|promete|argumentó|alegó|alegaron|alega|replicó|enfatizó|tuiteó"
    "|publicó|pronunció"
    "|mencionó|sentenció|prosiguió|continuó|considera|consideró|cree|creen|espera"
    "|reconocen|apuntan|destacan|subrayan|insisten|recuerdan|denuncian|critican|confirman|informan|opinan|admiten|lamentan|piden|exigen|concluyen|relatan|cuentan|precisan|detallan|resaltan|resalta|aclaran|aclara|argumentan|argumenta|sustentan|sustentó|sustenta|comentan"
    "|manifiestan|expresan|responden|anuncian|revelan|revelaron|reveló|revela|matizan|puntualizan|puntualiza|detalla|recalcan|recalca|enfatizan|enfatiza|mencionan|menciona|declaran|consideran|refirió|expuso|expusieron|acotó|remarcó|remarcaron|reafirmó|ratificó|celebró|sentencia|cerró|zanja|apostilló"
)
# Of these the past, the present and the perfect are made; all are regular.
_REGULAR = (
    "abund ahond aconsej adelant asever augur avis brome clam constat corrobor desliz desvel especific espet exclam"
    " garantiz grit insinu ironiz justific murmur narr observ plante proclam pronostic razon reclam reflexion"
    " remarc rememor remat susurr valor vaticin"
)
_IRREGULAR = (
    "resumió|resumieron|resume|coincidió|coincidieron|coincide|coinciden|incidió|incidieron|incide|inciden|sugirió"
    "|sugirieron|sugiere|sugieren|repitió|repitieron|repite|repiten|propuso|propusieron|propone|proponen|defiende"
    "|defienden|arremetió|arremete|agradeció|agradecieron|agradece|agradecen|confesó|confesaron|confiesa|confiesan"
    "|alertó|alertaron|contesta|contestan|prometen|quejó|quejaron|decía|decían|afirmaba|aseguraba|contaba|explicaba"
    "|señalaba|insistía|recordaba|comentaba|preguntaba|advertía|sostenía|reconocía|pedía"
)
_SAID += (
    "|" + "|".join(f"{one}{end}" for one in _REGULAR.split() for end in ("ó", "aron", "a", "an")) + "|" + _IRREGULAR
)
_CALLED = (
    "calificó|calificaron|califica|tachó|tacharon|tacha|describió|describieron|describe|acusó|acusaron|acusa|llamó"
    "|llamaron|llama"
    "|tildó|definió|define|denominó|bautizó|consideró|considera|consideran|condenó|condenaron|condena|elogió"
    "|celebró|defendió"
    "|señalando|diciendo|afirmando|asegurando|añadiendo|insistiendo|recordando|denunciando"
)

_PARTICIPLES = (
    "dicho|escrito|expuesto|sostenido|pedido|advertido|insistido|añadido|respondido|reconocido|admitido|prometido|"
    "resumido|coincidido|incidido|sugerido|repetido|propuesto|defendido|arremetido|agradecido|"
    "exigido|concluido|expresado|felicitado|anunciado|denunciado|pronunciado|sentenciado"
)
_PERFECT_CALLED = "calificado|tachado|acusado|tildado|definido|condenado|elogiado|defendido|descrito|llamado|celebrado"


def _perfect() -> str:
    """`ha asegurado`, as the press of Spain writes for what was said today: of verbs in -ar from their past."""
    made = {f"{one[:-1]}ado" for one in _SAID.split("|") if re.fullmatch(r"\w+[^i]ó", one)}
    return rf"(?:ha|han|había|habían) (?:{one_of(sorted(made | set(_PARTICIPLES.split('|'))))})"


SPANISH_SPEECH = SpeechWords(
    said=f"{_perfect()}|{one_of(_SAID.split('|'))}",
    told=r"dijo|dijeron|contó|explicó|aseguró|informó|confesó",
    according=r"según (?:explic|señal|indic|afirm|coment|relat|apunt|detall"
    r"|destac|asegur|inform|resalt|cont|cuent|recuerd)(?:a|ó)"
    r"|según (?:dice|dijo|añade|añadió)|según(?! (?:lo|est[áé]|se|hoy|ayer|(?:el|la|los|las) (?:cual|cuales|que))\b)"
    r"|de acuerdo con|en palabras de|a juicio de|en opinión de",
    any_verb=r"[a-zñ]{2,}(?:ó|aron|ieron)",
    in_view=r"(?:\bPara|,\spara)\s(?P<who>(?:(?:el|la)\s(?:(?!(?:de|del|en|con|y)\s)[a-zñáéíóú]+\s){1,3})?[A-ZÀ-Þ][^,;:\x00]{1,40}),\s",
    called=rf"(?:ha|han|había|habían) (?:{_PERFECT_CALLED})|{one_of(_CALLED.split('|'))}",
    reported=f"{_perfect()}|{one_of(_SAID.split('|'))}",
    negated=r"no|nunca|tampoco",
    auxiliaries=r"ha|han|había|habían|también|luego|después|además|ya|se|le|les|lo|no|asimismo|hoy|ayer|este \w+"
    r"|el \w+es"
    r"|\w+mente",
    before_subject=r"que|y|pero|mientras|cuando|como|porque|donde|si|aunque|pues|antes|después",
    relative=r"que|quien|quienes|cual|cuyo|cuya|donde",
    speakers=r"gobierno|policía|ministerio|departamento|empresa|campaña|agencia|grupo|tribunal|corte|juzgado"
    r"|comité|consejo|informe"
    r"|comunicado|estudio|encuesta|fuente|crítico|organización|sindicato|partido|equipo|periódico|diario|oficina"
    r"|iglesia|gente"
    r"|ejército|comisión|banco|universidad|hospital|autoridad|autoridades|familia|fiscalía|defensa|parlamento"
    r"|senado|embajada",
    common_speakers=r"amig[oa]|fuente|colega|emplead[oa]|vecin[oa]|testigo|aficionad[oa]|seguidor|seguidora|residente|estudiante|alumn[oa]|familiar"
    r"|padre|madre|trabajador|trabajadora|usuari[oa]|cliente|lector|lectora|turista|superviviente|víctima|pasajer[oa]|conductor|conductora"
    r"|votante|manifestante|opositor|opositora|rival|aliad[oa]|asesor|asesora|visitante|paciente|pres[oa]|refugiad[oa]|migrante"
    r"|agricultor|agricultora|expert[oa]|miembro|jefe|jefa|persona|otros|otras|muchos|muchas|algunos|algunas|niñ[oa]|joven|jóvenes|mayores"
    r"|transcripción|cartel|texto|página|ley|resolución|contrato|artículo|capítulo|discurso|entrevista|libro|canción|poema|documento|escrito"
    r"|un[oa]|institución|entidad|ente|cartera|dependencia|organismo|alcaldía|ayuntamiento|gobernación|secretaría|procuraduría|cancillería",
    who=r"que|quien|quienes",
    joins=r"y|e|pero|o",
    meanwhile=r"antes de|después de|mientras|sin|al",
    called_so=r"como|por",
    owned_by_a_body=r"su",
    sent_by=r"de|del|por",
    turn_letters=("P", "R"),
    addressed=r"usted|ustedes|tú|tu|tus|te|ti|contigo|le|su|sus|lleva",
    naming=r"llamad[oa]s?|denominad[oa]s?|bautizad[oa]s?",
    named_by=r"que|como",
    issued=r"emitió|publicó|difundió|envió|escribió|firmó",
    bystanders=r"nosotros|yo|tú|usted",
    announced=r"(?!)",
    documents=r"comunicado|carta|mensaje|nota|tuit|correo",
    papers=r"informe|estudio|sentencia|demanda|encuesta",
    by_way_of=r"en|mediante|a través de",
    goes_on=r"y|o|pero|en|a|para|de|del|que|quien|cuando|es|era|fue|son|han|ha|por|con|durante",
    goes_on_at=r"[,.;:\x00\"“”]|\b(?:y|pero|que|cuando|como|dijo|su)\b",
    goes_on_saying=r"(?:Y|Pero|Y luego|Luego|Después|Además)\b[^A-Z.;:]{0,40}:",
    not_subjects=r"que|a|en|sobre|por|para|al|ante|durante",
    topic=r"para",
    recipient=r"(?:al|a (?:los|las|la|el|un|una|este|sus?)) [a-zñáéíóú]+|a [A-Z]\w+(?: [A-Z]\w+)?|desde",
    participle=r"\w+(?:ando|iendo|ado|ido)",
    progressive=r"\w+(?:ando|iendo)",
    drops_subject=True,
    gerunds=("ndo",),
    passive=r"fue|fueron|ha sido|han sido|es|son|era",
    reflexive=r"se",
    agent=r"por",
    finite=r"ha|han|había|habían|dijo|dice",
    works=r"en|de|para|titulad[oa]",
    reports=r"\sque\s(?:el\s|la\s)?",
    quoted=r"citado|citada|citados|citadas",
    told_to=r"a|al|en|por|con|de",
    from_whom=r"de|del|por",
    quoting=r"citando|cita|citan",
    modal=r"deben?|debería[n]?|pueden?|podría[n]?",
    clause_follows=r"que",
    noun_like=r"valora|reclama|denuncia|critica|pregunta|cuenta|condena|llama|define|destaca|indica|informa",
    asked=r"pidió|pidieron|pide|exigió|exigieron|exige",
    questions=r"que|si|cómo|cuándo|por qué|dónde|quién",
    conceded=r"aunque|si|porque",
    turned=r"Dijo|Afirmó|Añadió|Agregó|Explicó|Señaló|Aseguró|Declaró",
    supposed=r"si",
    subordinate=r"cuando|si|porque|desde que|aunque|después de que|antes de que|hasta que|donde|que|quien|como",
    not_verbs_after=r"la|el|una|un|su|de|del|esta|este|al|por|sin|con",
    pronouns={"él": "m", "ella": "f", "ellos": "p", "ellas": "p", "quien": "n"},
    other_pronouns={},
)  # fmt: skip
