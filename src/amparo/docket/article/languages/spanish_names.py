"""Spanish: words around names."""

from __future__ import annotations

from amparo.docket.article.folding import fold
from amparo.docket.article.languages.vocabulary import NameWords, words

_MALE = words("""
josé juan luis carlos manuel francisco antonio jesús miguel pedro alejandro rafael fernando jorge ricardo sergio
javier daniel eduardo alberto roberto andrés diego pablo ángel víctor óscar raúl enrique ramón mario gabriel arturo
martín marcos gustavo iván rubén julio ignacio álvaro joaquín felipe nicolás hugo guillermo salvador ernesto césar
alfonso agustín gonzalo rodrigo mariano xavier santiago tomás lorenzo emilio esteban gerardo héctor ismael jaime
julián leonardo adrián alfredo armando benito bernardo claudio cristian damián david edgar elías fabián félix gregorio
humberto joel jonathan josep jordi mateo mauricio orlando patricio rené rodolfo simón teodoro ulises vicente donald
john james edward barack vladimir boris joe
""")
_FEMALE = words("""
maría carmen ana isabel laura cristina marta elena patricia claudia rosa lucía sofía gabriela mercedes pilar teresa
beatriz silvia andrea daniela alejandra verónica mónica raquel sara paula julia eva irene alicia natalia adriana
carolina guadalupe margarita dolores ángela inés lorena rocío susana yolanda esther esperanza leticia mariana valeria
camila victoria ximena dilma michelle priti hillary stella ángeles alma blanca cecilia consuelo diana emma fernanda
gloria graciela ines josefina juana luisa magdalena marina miriam noemí norma olga paloma rebeca rita sandra
""")

# What a person may be called, and the kind of public part it names.
_ROLES = {
    "presidente": "head of state", "presidenta": "head of state", "rey": "head of state", "reina": "head of state",
    "mandatario": "head of state", "mandataria": "head of state", "jefe de estado": "head of state",
    "jefa de estado": "head of state", "gobernante": "head of state", "papa": "head of state",
    "primer ministro": "head of government", "primera ministra": "head of government",
    "jefe de gobierno": "head of government", "canciller": "minister", "ministro": "minister", "ministra": "minister",
    "secretario": "minister", "secretaria": "minister", "secretario de estado": "minister",
    "fiscal general": "prosecutor",
    "fiscal": "prosecutor", "juez": "judge", "jueza": "judge", "magistrado": "judge", "magistrada": "judge",
    "abogado": "counsel", "abogada": "counsel", "defensa": "counsel", "letrado": "counsel", "letrada": "counsel",
    "fundador": "founder", "fundadora": "founder", "cofundador": "founder", "creador": "founder",
    "senador": "legislator",
    "senadora": "legislator", "diputado": "legislator", "diputada": "legislator", "gobernador": "governor",
    "gobernadora": "governor", "alcalde": "mayor", "alcaldesa": "mayor", "portavoz": "spokesperson",
    "vocero": "spokesperson",
    "vocera": "spokesperson", "embajador": "diplomat", "embajadora": "diplomat", "líder": "leader",
    "director": "director",
    "directora": "director", "jefe": "chief", "jefa": "chief", "periodista": "journalist", "editor": "journalist",
    "editora": "journalist", "reportero": "journalist", "reportera": "journalist", "escritor": "author",
    "escritora": "author", "profesor": "scholar", "profesora": "scholar", "catedrático": "scholar", "experto": "expert",
    "experta": "expert", "activista": "activist", "ciberactivista": "activist", "denunciante": "whistle-blower",
    "alertador": "whistle-blower", "alertadora": "whistle-blower", "filtrador": "whistle-blower",
    "exanalista": "analyst", "analista": "analyst", "contable": "official", "contadora": "official",
    "funcionario": "official",
    "funcionaria": "official", "candidato": "candidate", "candidata": "candidate", "general": "officer",
    "coronel": "officer", "comisario": "officer", "acusado": "defendant", "acusada": "defendant",
    "detenido": "defendant",
    "detenida": "defendant", "testigo": "witness", "padre": "family", "madre": "family", "esposa": "family",
    "marido": "family", "hermano": "family", "hermana": "family", "hijo": "family", "hija": "family",
    "médico": "doctor",
    "médica": "doctor", "obispo": "cleric", "vecino": "resident", "vecina": "resident", "empresario": "business",
    "informante": "whistle-blower", "informático": "official", "vicepresidente": "vice president",
    "vicepresidenta": "vice president",
}  # fmt: skip

_STATES = dict(
    pair.split("/")
    for pair in words("""
México/mexicano España/español Argentina/argentino Chile/chileno Perú/peruano Colombia/colombiano Venezuela/venezolano
Ecuador/ecuatoriano Bolivia/boliviano Paraguay/paraguayo Uruguay/uruguayo Brasil/brasileño Cuba/cubano
Guatemala/guatemalteco
Honduras/hondureño Nicaragua/nicaragüense Panamá/panameño Francia/francés Alemania/alemán Italia/italiano
Portugal/portugués
Rusia/ruso China/chino Japón/japonés India/indio Irak/iraquí Irán/iraní Israel/israelí Egipto/egipcio Marruecos/marroquí
Suecia/sueco Noruega/noruego Dinamarca/danés Finlandia/finlandés Islandia/islandés Suiza/suizo Austria/austriaco
Bélgica/belga Polonia/polaco Ucrania/ucraniano Turquía/turco Grecia/griego Irlanda/irlandés Australia/australiano
Canadá/canadiense Afganistán/afgano Siria/sirio Libia/libio Inglaterra/inglés
""")
)
_FEMININE = {
    people[:-1] + "a" if people.endswith("o") else people + "a": state
    for state, people in _STATES.items()
    if people[-1] in "olnsz"
}
_SPELT = {
    "Estados Unidos": "Estados Unidos", "EE.UU.": "Estados Unidos", "EE. UU.": "Estados Unidos",
    "EEUU": "Estados Unidos",
    "Reino Unido": "Reino Unido", "Gran Bretaña": "Reino Unido", "Costa Rica": "Costa Rica",
    "El Salvador": "El Salvador",
    "Corea del Sur": "Corea del Sur", "Corea del Norte": "Corea del Norte", "Unión Europea": "Unión Europea",
    "Naciones Unidas": "Naciones Unidas", "Países Bajos": "Países Bajos",
    "República Dominicana": "República Dominicana",
    "Nueva Zelanda": "Nueva Zelanda", "ONU": "Naciones Unidas", "UE": "Unión Europea",
}  # fmt: skip
_CITIES = (
    "Madrid|Barcelona|Valencia|Sevilla|Londres|París|Berlín|Roma|Bruselas|Moscú|Pekín|Washington|Nueva York"
    "|Ciudad de México"
    "|Buenos Aires|Bogotá|Lima|Quito|Caracas|La Habana|Santiago de Chile|Montevideo|La Paz|Ginebra|La Haya|Estocolmo"
    "|Guantánamo"
)

SPANISH_NAMES = NameWords(
    titles=r"Sr|Sra|Dr|Dra|Don|Doña|Presidente|Presidenta|Ministro|Ministra|Juez|Jueza|Senador|Senadora|General|Papa"
    r"|Rey|Reina"
    r"|Embajador|Embajadora|Gobernador|Gobernadora",
    roles=_ROLES,
    particles=r"de|del|la|las|los|y|da|di|do|dos|du|van|von|der|den",
    organisations=r"Administración|Ministerio|Departamento|Secretaría|Iglesia|Universidad|Partido|Comité|Consejo|Agencia|Instituto"
    r"|Asociación"
    r"|Sindicato|Banco|Policía|Guardia|Fiscalía|Gobierno|Congreso|Senado|Parlamento|Diario|Periódico|Comisión"
    r"|Ejército|Oficina"
    r"|Centro|Sociedad|Organización|Fundación|Federación|Empresa|Grupo|Radio|Televisión|Prensa|WikiLeaks|Wikileaks"
    r"|Google|Twitter"
    r"|Embajada|Consulado|Autoridad|Puerto",
    courts=r"Tribunal|Corte|Juzgado|Audiencia",
    things=r"Ley|Código|Constitución|Tratado|Convención|Guerra|Calle|Avenida|Premio|Copa|Semana|Río|Lago|Plaza"
    r"|Parque|Espionaje",
    joins=r"de|del",
    role_of=r"de|del|de la|para",
    determiners=r"el|la|los|las|un|una|unos|unas|su|sus|este|esta|estos|estas|ese|esa|dos|tres|varios|varias|algunos"
    r"|otro|otra",
    prepositions=r"de|del|a|al|en|con|por|para|sobre|contra|desde|hasta|entre|sin|bajo|tras|ante|según|durante|hacia"
    r"|mediante",
    links=r"de|del|para|por|con|en|a|al",
    adverbials=r"en|durante|este|esta|el (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)|ayer|hoy|a la"
    r"|a los|al|ante|tras"
    r"|desde|sobre|por|mediante|antes|después|anoche",
    introductions=r"[a-z]+mente|asimismo"
    r"|ayer|hoy|mañana|además|también|luego|después|mientras|cuando|si|pero|y|aunque|como|sin embargo"
    r"|no obstante"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|el (?:lunes|martes|miércoles|jueves|viernes)",
    places=dict(zip(_STATES, _STATES, strict=True)) | _SPELT | dict.fromkeys(_CITIES.split("|"), ""),
    peoples={people: state for state, people in _STATES.items()} | _FEMININE
    | {"estadounidense": "Estados Unidos", "británico": "Reino Unido", "británica": "Reino Unido"},
    short_titles=r"Sr|Sra|Srta|Dr|Dra|Gral|Cnel|Lic|Ing|Prof|Mr|Mrs|Ms|St",
    surnames_too=frozenset(),
    wide_roles=frozenset(),
    not_names=frozenset(words("""
tanto tampoco
el la los las un una unos unas y o pero si no que en a de del al con por para sobre según como cuando mientras donde
este esta esto estos estas ese esa eso aquel aquella su sus mi mis tu se le les lo él ella ellos ellas yo nosotros
también además luego después antes ayer hoy mañana ahora así aunque porque desde hasta entre sin tras ante durante
lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre
octubre noviembre diciembre es son fue era ha han había hay muy más menos todo toda todos todas otro otra cada
salvo asimismo entonces incluso excepto respecto finalmente posteriormente igualmente actualmente aun aún quizá
quizás solamente únicamente recientemente inicialmente precisamente tampoco puesto
uno una dos minutos horas días semanas meses años poco fuentes expertos autoridades vecinos
leyó pidió acusó achacó atribuyó manifestó expresó comentó apuntó subrayó destacó insistió recordó recalcó precisó
anunció advirtió denunció lamentó criticó reclamó exigió admitió negó confirmó informó aclaró matizó concluyó relató
consideró calificó mostró llegó hizo estuvo fueron tiene tienen sostiene asegura afirma explica señala añade recuerda
indica dice reconoce subraya insiste admite considera pide critica concluye cuenta
dijo afirmó aseguró señaló añadió agregó explicó declaró indicó sostuvo reiteró fuente foto imagen ni ya solo sólo
""")),
    male=frozenset(map(fold, _MALE)),
    female=frozenset(map(fold, _FEMALE)),
    genders={"sr": "m", "don": "m", "sra": "f", "doña": "f", "presidente": "m", "presidenta": "f", "ministro": "m",
             "ministra": "f", "jueza": "f", "abogada": "f", "abogado": "m", "fundador": "m", "fundadora": "f",
             "senadora": "f",
             "senador": "m", "contadora": "f", "directora": "f", "director": "m", "rey": "m", "reina": "f",
             "alcaldesa": "f",
             "magistrada": "f", "magistrado": "m", "diputada": "f", "diputado": "m", "mandatario": "m",
             "mandataria": "f"},
    definite=r"el|la",
    demonstratives=r"est[ea]|es[ea]",
    indefinite=r"una?",
    many_owners=r"(?!)",
    no_plurals=r"es|más|menos|además|después|entonces|jamás|quizás",
    somebody=r"[Oo]tros|[Aa]lgunos|[Mm]uchos",
    unnamed=r"una?|otro|otra|su",
    no_first_names=r"San|Santa|Los|Las|Nuevo|Nueva|Puerto|Villa|Ciudad|Norte|Sur",
    only_of_people=r"quien|quienes",
    anybody=r"republicano|demócrata|conservador|socialista|empresario|político|joven|madre|padre|hombre|mujer",
    speaking_things=frozenset(),
    bodies=r"ministerio|departamento|universidad|tribunal|corte|consejo|comisión|comité|partido|sindicato|banco|agencia"
    r"|instituto|periódico|diario|asociación|fundación|oficina|hospital|club|federación|embajada|parlamento|senado",
    companies=r"empresa|compañía|firma|corporación|grupo|organización|cadena|fabricante|aerolínea|ong|publicación|revista",
    teams=r"equipo|club|selección|banda",
    pursued=frozenset(("activista", "ciberactivista", "denunciante", "alertador", "alertadora", "filtrador", "acusado",
                       "acusada", "detenido", "detenida", "periodista", "informante", "contadora", "exanalista")),
    pursuit=(
        r"(?:cargos?|causa|acusación|acusaciones|proceso|orden|sentencia)[^.\n]{0,12}? contra {name}",
        r"(?:extradición|defensa|abogados?|arresto|detención|juicio|captura|liberación) (?:de|a) {name}",
        r"(?:extraditar|procesar|juzgar|detener|arrestar|acusar|asilo) a {name}",
        r"{name},? (?:fue|es|ha sido|había sido) (?:acusad|detenid|arrestad|extraditad|condenad|procesad|imputad)[oa]",
    ),
    possessive=r"(?!)",
    generic_roles=frozenset(("mandatario", "mandataria", "gobernante", "dirigente", "líder", "jefe de estado")),
    press=r"periódico|diario|publicación|revista|cadena",
    news_names=r"Diario|Tiempo|Espectador|Clarín|Prensa|Noticias|Heraldo|Vanguardia|Semana|Radio|Reuters|EFE",
    press_names=r"Diario|Tiempo|País|Mundo|Espectador|Nación|Clarín|Universal|Prensa|Noticias|Heraldo|Vanguardia|Semana|Radio"
    r"|Televisión|Reuters|[A-Z]{3,4}",
    no_companies=r"Partido|Senado|Congreso|Tribunal|Corte|Parlamento|Gobierno|Policía|Comité|Ministerio|Universidad",
    plain=frozenset(("antiguo", "nuevo", "nueva", "actual", "entonces", "propio", "propia", "mismo", "misma")),
    offices=frozenset(("head of state", "head of government", "minister", "expert")),
    common_people=frozenset(("person", "family", "official", "resident", "witness", "business")),
)  # fmt: skip
