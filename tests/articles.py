"""Articles of our own writing, about people and places that do not exist: what several tests of the reader read."""

from __future__ import annotations

ENGLISH = """\
# Orlavian court hears the ledger case

Halmere, March 4, 2003 (HC) -- A court in Halmere opened the trial of Maren Oldeval on Tuesday, six months after the \
accountant gave the ledgers of the harbour to this newspaper.

"I could not rub out a number that was right," Oldeval told the court. "I would do it again."

Orlavian President Anton Veld called the papers "a wound to the state" in an interview last week. The president said \
that nobody would be tried for speaking to a newspaper.

"He said that in January as well," said Ilse Brandt, a lawyer for the accountant. "Then they came at night."

According to the prosecutor, Karl Ostin, Oldeval faces 3 charges under the State Papers Act of 1951 and up to 14 years \
in prison.

The Commonwealth of Sarrow, where the money went, offered her asylum two years ago. "Our door is open," its foreign \
minister, Lena Aldous, wrote. She added that the offer stands until December.

https://courier.example/2003/03/04/ledger-case

Source: The Halmere Courier
"""

SPANISH = """\
El presidente de Tarsk pide la libertad de la contadora Maren Oldeval

Ciudad de Tarsk, 27 may (APT).- El presidente de Tarsk, Andrés Valdemar Ruiz, reiteró este viernes su oferta de asilo \
a la contadora Maren Oldeval, a quien considera «perseguida política».

«Le abrimos las puertas porque dijo la verdad», afirmó el mandatario en una rueda de prensa. «No la vamos a \
abandonar», añadió.

La defensa de Maren Oldeval presentó la semana pasada una petición a la ministra de Justicia, Elena Sarro, para \
impedir la extradición, ordenada el 20 de abril por el Tribunal de Halmere.

Según Ruiz, el proceso comenzó en enero del año pasado, cuando Reino Unido pidió juzgarla por 17 cargos de espionaje y \
uno de intrusión informática, que suman hasta 175 años de prisión.

"Es un proceso sin pruebas", dijo a los periodistas su abogado, Tomás Brell. La ministra respondió que decidirá el \
próximo lunes y que el caso se abrió hace dos años.

Oldeval trabajó en el puerto desde 2019 y había denunciado los hechos en los años noventa.
"""
