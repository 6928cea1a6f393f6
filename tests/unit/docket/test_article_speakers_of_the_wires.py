"""Who speaks in agencies' sentences, English and Spanish: subjects left out, names of one word, offices in many words.

Spec: specs/article.md, "Speakers", "Who is meant".
"""

from __future__ import annotations

import pytest

from amparo.docket.article.article import Article
from amparo.docket.article.reader import read


def speakers(text: str) -> list[str | None]:
    article = read(Article(f"{text}\n", "text/plain"))
    return [one.speaker for one in article.statements if one.direct]


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        (
            "The chief of the yard, Per Holt, was quoted in later editions of the Gazette paper saying there were “no "
            "talks of any kind with the port.”",
            ["Per Holt"],
        ),
        (
            "Ida Brun said the wall was sound. Another analyst said the port could use it. “They build too little, and "
            "have for years,” he added.",
            ["Another analyst"],
        ),
        (
            "Holtby said the wall was sound. But he insisted the yard would stay.\n\n“We keep it open for as long as "
            "it takes, and then we will see.”",
            ["Holtby"],
        ),
        (
            "The Halmere Daily newspaper said the talks had failed. “The port is sinking into the sea,” the "
            "English-language newspaper said.",
            ["Halmere Daily"],
        ),
    ],
)
def test_english_wires(text: str, said_by: list[str | None]) -> None:
    assert speakers(text) == said_by


def test_a_city_that_speaks_is_not_he() -> None:
    text = "London said it would wait. “I have seen the plans, and they are of no use to us,” he said."
    assert speakers(text) == [None]


SPANISH = "Noticias de la ciudad y del puerto, como se ha dicho en el día de ayer por la tarde.\n\n"


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        (
            "Según informes del puerto, el líder de la casa, el socialista José Luis Brun, aseguró que “el muro no "
            "aguanta más de un año”.",
            ["José Luis Brun"],
        ),
        (
            "El secretario general del puerto y candidato de Izquierda Unida a la alcaldía, Pedro Marsh, expresó su "
            "pesar y aseguró que irán “en el momento oportuno”.",
            ["Pedro Marsh"],
        ),
        (
            "“El barco estuvo una semana en el muelle”, explicó una portavoz de la línea.\n\n“No es raro que se haga "
            "así en los días de invierno”, explicó.",
            ["una portavoz de la línea", "una portavoz de la línea"],
        ),
        (
            "Sin embargo, explica Pedro Marsh, en el auto no se pudo incluir el muro “por faltar datos que lo "
            "concretaran de algún modo”.",
            ["Pedro Marsh"],
        ),
        (
            "En un comunicado, el diputado del puerto, Pedro Marsh, ha denunciado que “estamos lavando la cara a los "
            "dueños del muelle”.",
            ["Pedro Marsh"],
        ),
        (
            "Pedro Marsh ha acusado a los demás partidos de “quererlo convertir ahora en un arma contra el puerto”.",
            ["Pedro Marsh"],
        ),
        (
            "Para el senador socialista Pedro Marsh, el retraso resulta “pésimo y negativo” a estas alturas.",
            ["Pedro Marsh"],
        ),
        (
            "Pedro Marsh dijo que “el muro es de todos y no se vende”. Leyó una carta en la que criticó el “abandono "
            "de todo el muelle”, y consideró que “se ha vendido a quien no lo quiere”.",
            ["Pedro Marsh", "Pedro Marsh", "Pedro Marsh"],
        ),
        (
            "El Consejo de Seguridad Nuclear señaló que “el barco no puede ser visto por el Consejo”. En este sentido, "
            "añadió que “una mera visita no daría bastante información”.",
            ["Consejo de Seguridad Nuclear", "Consejo de Seguridad Nuclear"],
        ),
    ],
)
def test_spanish_wires(text: str, said_by: list[str | None]) -> None:
    assert speakers(SPANISH + text) == said_by


def test_according_to_which_names_nobody() -> None:
    text = "La noticia fue un rumor, según el cual el barco estuvo “a punto de fundirse en el muelle del puerto”."
    assert "el" not in speakers(SPANISH + text)


def test_nobody_is_called_by_an_office() -> None:
    text = (
        "Ministro de Defensa niega todo\n\nEl ministro de Defensa, Pedro Marsh, dijo que “nadie ha venido al muelle”."
    )
    article = read(Article(SPANISH + text, "text/plain"))
    assert "de Defensa" not in [one.name for one in article.actors]
    assert [one.speaker for one in article.statements if one.direct] == ["Pedro Marsh"]


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        ("“El muro se ha hecho en el peor de los sitios”, resume la alcaldesa, Ana Marsh.", ["Ana Marsh"]),
        ("“La sanción se basó en la histeria de los dueños”, abundó Pedro Marsh.", ["Pedro Marsh"]),
        ("“El muro es un problema de todos nosotros”, dice Von der Marsh en la carta.", ["Von der Marsh"]),
        ("Estos mensajes, para Marsh, son “reveladores de momentos de gran tensión”.", ["Marsh"]),
        ("Para España, el muro es “un problema de todos nosotros”.", []),
        (
            "El ministro Pedro Marsh señaló que el puerto es de todos. El presidente andaluz ha pedido prudencia con "
            "las cifras. “Queremos que nadie tenga miedo de venir”, ha señalado.",
            [None],
        ),
        (
            "Norlandia anunció ayer un plan. Marsh dejó claro que el muro no se toca, aunque insistió en que el paso "
            "es “la mejor forma de salvar el puerto”.",
            ["Marsh"],
        ),
        (
            "Ante estas circunstancias, añade el informe, “se hacen gestiones para vender el muelle y el puerto”.",
            ["el informe"],
        ),
        (
            "Pedro Marsh dijo que el puerto es de todos. “No es por pesimismo de nadie en el puerto”, aclara y "
            "remarca cuál es la idea.",
            ["Pedro Marsh"],
        ),
        (
            "Posteriormente, Pedro Marsh emitió un comunicado en el que expresó que “nadie le ha "
            "dicho nada del muelle”.",
            ["Pedro Marsh"],
        ),
    ],
)
def test_the_press_of_spain_and_america(text: str, said_by: list[str | None]) -> None:
    assert speakers(SPANISH + text) == said_by
