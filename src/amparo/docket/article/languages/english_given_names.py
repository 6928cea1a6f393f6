"""English: given names that tell a man or a woman, as English-language news has them, of many peoples.

A name that both bear is in neither table, but in one of its own. None is there that is more often another word.
"""

from __future__ import annotations

from amparo.docket.article.languages.vocabulary import words

MALE = frozenset(
    words("""
aaron abdul abdullah abel abraham adam adrian ahmad ahmed aidan akira al alain alan alastair albert alejandro
alessandro alexander alexandre alexei alfred alfredo ali alistair allan allen alvaro alvin amir anders anderson andre
andreas andrei andres andrew andrey aneurin angelo angus anil anthony antoine anton antonin antonio anwar archie arjun
armando arnaldo arnaud arne arnold arthur arvind asif augusto austin aziz bambang barack barry bart bashar ben
benjamin bernard bernie bert bilal bill billy bob bobby boris boyd brad bradley brandon brendan brent bret brett brian
brock bruce bryan bryce byron caleb callum calvin carl carlo carlos cesar chad charles chiang chris christian
christoph christophe christopher chuck ciaran clark clayton clifford clint clive clyde cody colin colm connor conor
corey cormac cory craig cristian curtis cyril dafydd damian damien dan daniel darrell darren darryl daryl dave david
davide dean declan denis dennis derek derrick desmond didier diego dieter dimitri dirk dmitry dominic donald
doug douglas doyle duane dustin dwight dylan eamon ed eddie edgar edmund eduardo edward edwin efrain eli elias elijah
elliot elliott elmer emanuel emilio emmanuel enrico enrique eric erich erik ernest ernesto esteban ethan etienne
eugene evan evo fabio farhad federico felipe felix ferdinand fernando fidel floyd francesco francisco franco francois
frank fraser fred freddie frederic frederick fritz gabriel gareth garry gary gavin geoff geoffrey george georges
gerald gerard gerd gethin gianni gilbert gilles giovanni giuseppe glen glenn gonzalo goodluck gordon graham greg
gregory guido guillaume guillermo gunter gus gustavo hamid hamish hans hans-peter harald harold harry harvey hassan
hector heinrich helmut henri henrik henry herbert herman hiroshi horacio howard hubert hugh hugo hussein ian ibrahim
idi idris igor imran isaac ismail ivan jack jacob jacques jair jake jamal james jan jared jarrod jason javier
jaxon jay jean jean-claude jeb jeff jeffery jeffrey jens jeremy jerome jerry jesse jim jimmy joachim joao joaquin jock
joe joel joerg joey johan johannes john john-paul johnny joko jonah jonas jonathan jordan jorg jorge jose josef joseph
josh joshua juan juergen jules julian julio julius junichiro jurgen justin kamal karim karl kaspar keir keith ken
kenneth kenny kevin khaled khalil kieran kirk klaus kurt kwame kyle l lachlan lamar larry lars laurent lawrence
lenin leo leon leonard leonardo leopold leroy lester levi liam lionel lloyd logan lorenzo lou louis luc luca lucas
luigi luis luiz luka luke lula lyle magnus mahathir mahmoud malcolm manfred manny manuel marc marcel marcelo marco
marcos marcus mario mark martin martyn mateo mathieu matt matteo matthew matthias maurice mauricio maurizio max maxim
maxime mehmet melvin michael michal michel miguel mikael mike mikhail miles milos mitch mitchell mitt mohamad mohamed
mohammad mohammed morris muhammad mustafa mwai nabil najib naoto narendra nathan naveed neal ned neil neville newt
niall nicholas nick nicolas niels nigel niklas nikolai nils noah norbert norman olaf oleg oliver ollanta ollie
olusegun omar oscar oskar osman owen pablo paolo pascal patricio patrick paul pedro pete peter petr phil philip
philipp philippe pierce pierre piers pieter prakash prayuth qasim quentin rafael raila rajesh ralf ralph ramesh ramon
randall randy rashid raul ray raymond recep reginald reinhard rex rhys ricardo riccardo richard richie rick ricky rob
robby robert roberto roderick rodney rodrigo roger roland rolf romain ron ronald rory ross roy royce ruben rudolf rudy
rupert rush russ russell ryan sachin saeed salman sam sammy samuel sanjay saul scot scott seamus sean sebastian
sebastien selim sepp sergei sergey sergio seth shane shaun shawn shinzo sid silvio simeon simon sinan soren stan
stanley stefan stefano stephan stephane stephen stevan steve steven stewart stuart sunil susilo sven syed sylvain
takeshi tarek tariq taro ted teddy terence terry thabo thaksin theo theodore thierry thomas tim timothy tito tobias
toby todd tom tomas tommy tony travis trent trevor tristan troy tyler uhuru uwe vaclav vadim valentin victor vikram
viktor vince vincent vitali vladimir volodymyr wade walid walter wayne wes wesley wilfred wilhelm willem william
willie wolf wolfgang xavier xi yannick yasser yitzhak yoshihiko yoweri yuri yusuf yves zac zachary zack zane ziad
zoran
""")
)
FEMALE = frozenset(
    words("""
abby abigail ada adele adriana agnes aileen aisha aishwarya alana alejandra alessandra alexa alexandra alia
alice alicia alina alison allison alyssa amal amanda amber amelia amina amira amy ana anastasia angela angelina
angie anika anita anja ann anna anne anne-marie annette annie antonia ariana arlene ashleigh astrid audrey ava
barb barbara bea beatrice beatriz becky bella benazir bernadette bertha bessie beth bethany bettina betty beverly
bianca birgit bonnie brenda bridget brigitte brittany bronwyn brooke caitlin camilla candace carla carly carmen carol
carole caroline carolyn carrie cassandra catalina catherine cathy cecilia celeste celia celine chantal charlene
charlotte chelsea cheryl chiara chloe christa christiane christie christina christine christy cindy claire clara clare
clarissa claudette claudia claudine colette colleen connie consuelo cora corazon corinne cristina cynthia
dagmar dalia danica daniela danielle daphne darlene deanna deanne deb debbie deborah debra deirdre delia denise
diana diane dilma dina dolores donna dora doris dorothea dorothy edith edna eileen elaine eleanor elena elisa
elisabeth elise eliza elizabeth ella ellen elsa elsie emilia emilie emily emma erica erika erin erna esperanza estelle
esther ethel eugenia eunice eva evelyn ewa fatima faye felicia felicity fiona flora frances francesca francine
francoise freya gabriela gabrielle gail geraldine gertrude gillian gina ginny giovanna giulia giuliana gladys glenda
gloria graca grace greta gretchen gro gudrun gwen gwendolyn hanna hannah harriet hazel heather heidi helen helena
helene helga helle henrietta hilary hilda hillary holly huda huma ida ilse imelda indira ines inga ingeborg ingrid
irene irina iris isabel isabella isabelle isla ivanka jacinda jacinta jaclyn jacqueline jana jane janet janice jasmine
jean jeanette jeanne jeannette jenna jennifer jenny jessica jill joan joann joanna joanne jocelyn jodie johanna
josephine josie joyce juanita judi judith judy julia juliana juliane julianne julie julie-anne juliet juliette kamala
kara karen karin karina katarina kate katerina katherine kathleen kathryn kathy katie katja katrina katy kayla keiko
keira kelli kellyanne kendra kersti kimberly kirsten kirstin kirsty krista kristen kristin kristina kylie lara
larissa latoya laura lauren lauri laurie layla lea leah leanne leila lena leona leonor leticia lidia lillian
lily lina linda lindsey lisa lisbeth liv liz lizzie lois lola loretta lori lorna lorraine lottie louisa louise lucia
lucille lucinda lucy luisa lydia lynne mabel mackenzie madeleine madeline madison mae magdalena maggie maisie malala
mandy manju manuela mara marcela marcia margaret maria marianne maribel marie marilyn marine marisa marissa marjorie
marlene marta martha martina mary mary-lou maryam maureen mavis maxine maya meg megan megawati meghan melania melinda
melissa meredith mette mia michaela michele michelle mildred millie mina minnie miranda mireya miriam moira molly mona
monica monika monique muriel myra myrtle nadia nadine nancy naomi natalie natasha nellie nicole nina noor
noreen norma octavia odette olga olivia paloma pamela patricia patsy patti patty paula paulette pauline peggy penelope
penny petra phoebe phyllis pilar polly portia pratibha priscilla priti priya queenie rachael rachel raquel rebecca
renata renate renee rhonda rigoberta rita roberta robyn rochelle rosa rosalie rosalind rosemary rosie roxanne ruth
sabine sabrina sadie sally salma samantha sandra sanna sara sarah saskia segolene selena selma serena sharon sheila
shelley sheryl shirin shirley sian sibel sienna sigrid silvia simona siobhan sofia sonia sonja sonya sophia
sophie soraya stacey stella steph stephanie sue sue-ellen susan susana susanna susanne suzanne suzy svetlana sybil
sylvia tabitha tamara tammy tania tanya tara tasha tatiana tatyana tegan teresa tessa thelma theodora theresa tilda
tina tonya tracy trina trish trisha trudy ulrike uma ursula valentina valeria valerie vanessa vera veronica vicki
vicky victoria violeta virginia vivian viviane wanda wendy whitney wilma winifred winnie xenia yasmin yoko yolanda
yulia yuliya yvette zainab zara zoe zofia
""")
)

EITHER = frozenset(
    words("""
alex alexis andrea ashley casey courtney dana jackie jaime jamie kelly kim leslie nicola robin
shelby stacy
""")
)
