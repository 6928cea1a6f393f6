"""What tells languages of one script apart: their commonest words, roughly most frequent first, and the letters
beyond the plain ones that they are written with. Data only; `language` says how it is used.

Written for this project from general knowledge of each language. Bosnian, Croatian and Serbian in Latin letters share
their common words and stand together as `hr`.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "latin": {
        "en": "the of and to in a is that for it was on with as be by at this have are not from or you his but an"
        " they which i he we had has will would their been if who there all one can were your more when my about"
        " what so no she her our me any do please them than these could should into other only also us up out"
        " some",
        "de": "die der und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus"
        " er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder"
        " aber vor zur bis mehr durch man kann sein wurde ich wir sehr wenn ihr uns ihre diese dieser keine kein"
        " hier",
        "nl": "de van het een en in is dat op te zijn met voor niet die aan er om ook als bij dan maar naar door uit"
        " over nog wordt was werd ze hij heeft worden of kan deze geen meer tot u je wij ons al hun moet kunnen"
        " dit zal hebben ik mijn onze wat zo",
        "af": "die van en in is het 'n n dat vir nie op met te wat aan sy hy om as by ek ons word was hulle kan sal"
        " ook deur maar hierdie na uit of so moet jy geen jou",
        "fr": "de la le et les l des d à en un du une que qui est dans pour a il au par sur ne pas ce plus se qu n"
        " avec s son cette aux ou sont mais nous vous je ses été être c leur comme ont elle ces fait sa j même"
        " sans y on tout entre deux si votre vos peut notre aussi lui ils avait",
        "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si"
        " sin sobre este ya entre cuando todo esta ser son dos también fue había era muy hasta desde está mi"
        " porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde usted",
        "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou"
        " quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me"
        " esse eles você está foi são ser tem às nós será ainda",
        "gl": "de a o que e do da en un para con non unha os no se na por máis as dos como pero ao das ou á seu súa"
        " cando moi xa tamén só polo pola ata isto ela entre despois sen mesmo aos seus nas é este ten foi son"
        " ser está nos lle unhas uns pode",
        "it": "di e il la che in a per un è del non una i le si con da dei della al sono nel alla più come gli ha"
        " anche dal lo ma delle se o ed all dell l nella su questo questa suo essere ai era ci mi sua quando"
        " loro dalla ho tra stato cui chi d cosa solo può hanno degli nell due dopo senza sul",
        "ca": "de la i el que a en l d els per un les una del es amb no al s és dels com més va o pel són ha seva seu"
        " aquest aquesta però també sobre entre si quan han ser fins on ja està tots molt hi ho sense cap dues"
        " pot",
        "ro": "de și în a la cu pe din că nu o un se care pentru ce este mai al prin sau ale să fi au sunt fost ai"
        " cel după dar ca lui ei unei unui această acest fără am va despre poate are dintre iar până foarte când"
        " era cum cele orice îl",
        "sv": "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan"
        " när nu du ska eller skulle efter man vid detta under också hade ut där dem denna mot sin blev alla här"
        " mycket över någon vara",
        "da": "og i at det er en til af på de med for den der har som ikke et han var om men vi sig fra kan jeg så du"
        " ved skal blev også efter eller være når ud dem hvis nu os havde op mod over alle denne hvor mere ingen"
        " noget bliver deres kun får meget mig dig hvad igen fik nogen uden selv disse",
        "no": "og i det er på en som til av at for med de ikke den har jeg om et men var han seg så fra kan vi du ved"
        " skal ble også etter eller være når ut dem hvis nå oss hadde opp mot over alle denne hvor mer ingen noe"
        " blir bare får mellom før deg hva selv mye meg fikk noen uten disse igjen",
        "is": "og að í á er sem til við um en var það fyrir af með ekki hann ég eru því þá hún þetta frá eftir hefur"
        " verið þess úr eða þegar upp vera sér hafa svo þar verður sagði einnig voru",
        "fi": "ja on ei oli että se hän joka mutta ovat kun myös kuin jos niin tai sen en olla ole mukaan jotka hänen"
        " vain nyt mitä vielä sitä voi kanssa jälkeen tämä tämän ollut kaikki ne sekä siitä hyvin koska siinä"
        " minä mikä eli ette eivät",
        "et": "ja on ei et ta see oli kui ka mis oma aga seda selle siis või ning tema kes mida nii me olid pole olla"
        " üks juba oleks välja enam ainult ma kõik siin pärast saab võib kus veel üle",
        "lv": "un ir ka no ar par uz kas tas bet ja kā arī pie to nav tā vai pēc vēl viņš lai bija es gan tikai tiek"
        " jau būt līdz viņa šis tiks pret nevar kad kur ļoti šo var",
        "lt": "ir kad į yra iš tai su ne apie bet kaip buvo o jis už ar po tik dar jau nuo labai kai prie pagal jo"
        " gali savo būti šis per taip aš jos kas bus nėra tačiau ši visi",
        "pl": "w i na się z nie do że to jest o jak a od po przez dla za co ale tak był ma są już które ze tym oraz"
        " tego jego może czy tylko przed lub ich jej który było być można bardzo go przy jako również będzie ja"
        " pan pod nas gdy która jeszcze",
        "cs": "a v se na je že o s z do i to k ve pro za by ale si po jako podle od jsem tak jeho aby jsou který jen"
        " které kteří není nebo než byl už která může bylo této však při ještě před ze být až ani bude mezi také"
        " co jak když byla ji jejich",
        "sk": "a v sa na je že o s z do i to k vo pre za by ale si po ako podľa od som tak jeho aby sú ktorý len"
        " ktoré ktorí nie alebo než bol už ktorá môže bolo tejto však pri ešte pred zo byť až ani bude medzi"
        " tiež čo keď bola ich jej",
        "sl": "in je v na se da za so ki z ne s po tudi pa o ali kot pri ga iz do jih bi od kar še zaradi če ni le"
        " bil lahko ker sta bo kako sem njegov več vse bila samo med nekaj svoje tem si",
        "hr": "i je u na se da za su od a s o koji ne će kao iz ili do bi to nije što po sve koje bio koja ali sa"
        " kako te samo nakon biti pri može sam više jer ako nisu već smo njegov bez još kada bila",
        "hu": "a az és hogy nem is egy ez meg van azt csak de ha ki mint volt már még el vagy kell lesz be ezt fel"
        " nincs mi volna pedig mert én ő minden után szerint ami igen lehet között kívül illetve azonban itt"
        " nagyon amely úgy majd alatt",
        "tr": "ve bir bu için de da ile çok olarak daha olan gibi en ne var sonra kadar ancak ama o değil ki her yok"
        " ise veya mi olduğu oldu sadece ben şey tarafından göre iki etti içinde hiç bunu diye siz olabilir eğer"
        " lütfen bana nasıl",
        "az": "və bir bu üçün də da ilə çox olaraq daha olan kimi ən nə var sonra qədər ancaq amma o deyil ki hər yox"
        " ya olduğu oldu yalnız mən tərəfindən görə iki edir idi bütün onun azərbaycan",
        "sq": "e të në dhe i një për që me nga u është si më ka se do nuk janë kjo ishte ky tij por kanë edhe pas pa"
        " kur shumë mund duhet apo tyre vetëm saj kishte ose çdo",
        "id": "yang dan di dari untuk dengan pada ini tidak dalam itu adalah akan ke oleh sebagai juga atau karena"
        " ada telah dapat kami mereka saya bisa sudah lebih bahwa tersebut anda hanya lain seperti sebuah kita"
        " tak saat harus orang antara secara bukan agar jika masih apa menjadi belum beberapa kode silakan"
        " informasi menggunakan perusahaan uang pemerintah kalian namun terkait warga mengatakan sedangkan"
        " melakukan pesan kirim hapus mau punya kantor polisi sampai lewat ingin",
        "ms": "yang dan di dari untuk dengan pada ini tidak dalam itu adalah akan ke oleh sebagai juga atau kerana"
        " ada telah boleh kami mereka saya sudah lebih bahawa tersebut anda hanya lain seperti sebuah kita sila"
        " ketika perlu orang antara secara bukan supaya jika masih apa kepada menjadi belum beberapa ialah kod"
        " maklumat ianya awak wang kerajaan mengenai semasa dahulu tiada hantar padam fail laman iaitu manakala"
        " beliau mahu polis pejabat turut sehingga daripada bagi",
        "vi": "và của là có các không được cho trong một với người những này đã để khi từ đến như về tôi sẽ thì ở ra"
        " phải nhiều vào bị cũng theo nếu trên sau hay đó nhưng bạn tại làm nó chỉ còn lại do",
        "tl": "ang ng sa na at mga ay ni si para hindi ito kung may siya ko niya pa mo ka din ako isang nito kanyang"
        " po lang nang ngunit kanilang natin dahil",
        "sw": "ya na wa kwa ni katika la za kuwa cha hii huo hiyo yake wake kama lakini au watu pia hivyo baada ili"
        " huyo hayo kila bila sana tu yao wao kutoka",
        "eu": "eta da ez ere du dira bat hau hori zen izan dute duen baina egin baino den bere edo gabe dago behar"
        " beste dela zuen arte honek baita hala guztiak oso",
        "ga": "an na agus ar a i is le ag bhí go do tá de sé ní leis as nach mar sin bhfuil iad atá éirinn sí ach ba"
        " nó féin gach nuair",
        "cy": "y yn a i o ar yr ei am wedi gan mae ac bod at eu fel un hyn ond nid oedd sydd ni hon mewn neu roedd"
        " hynny gyda oes dim yw",
        "mt": "il ta li u ma fuq minn għal fil dan jew tal b biex kien hija din huwa mhux aktar bħal kif hemm dawn"
        " għandu jista meta kull",
        "eo": "la de kaj en estas al por ne kun ke mi li vi ĝi kiu aŭ el sed ili pri tio ĉi kiel oni plus nur estis"
        " per post ĉu tiu pli ĉe pro",
        "la": "et in est non ad ut cum qui quod sed ex ab quae si de esse per etiam hoc sunt nec eius enim aut atque"
        " autem quam ac quid erat eum",
    },
    "cyrillic": {
        "ru": "и в не на что с он как это по но из к у за от о так для же все его бы я мы вы они то или был если при"
        " было есть уже только была может нет до её ее их во чтобы когда быть вас этот также после под этого"
        " которые без сейчас",
        "uk": "і в не на що з та у до це як за від про для він його але по є або ми ви вони й так був якщо при було"
        " вже тільки була може немає її їх щоб коли бути вас цей також після під цього які без зі ще через яка"
        " час",
        "be": "і ў не на што з у да гэта як за ад пра для ён яго але па ёсць або мы вы яны так быў калі пры было ўжо"
        " толькі была можа няма яе іх каб быць таксама пасля пад гэтага якія без яшчэ праз",
        "bg": "на и да се за в от не е с че по като са ще до при този това или тази си след които което може както"
        " беше бе към му но аз има той те само така ако няма бъде със още през във ни бил",
        "mk": "на и да се за во од не е со што по како ќе до при овој ова или оваа си кои може беше кон му но јас има"
        " тој тие само така ако нема биде уште низ сите ги го ја ни дека а",
        "sr": "и је у на се да за су од а с о који не ће као из или до би то није што по све које био која али са"
        " како те само након бити при може сам више јер ако нису већ смо његов без још када била",
        "kk": "және бұл бір үшін мен да де бойынша деп осы оның ол туралы болып бар екен еді сол емес көп болды жыл"
        " қазақстан кейін керек барлық",
    },
    "arabic": {
        "ar": "في من على إلى أن التي عن مع هذا هذه الذي لا ما كان أو كل ذلك بعد كما قد لم بين غير عند حيث أي إن هو هي"
        " كانت وقد ولا يمكن تم خلال أنه إذا ثم لكن منذ يا",
        "fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز شد ها می های شده او باید اما ما هر یا بود"
        " شما من وی نمی دارد کند ای شود پس هیچ همه",
        "ur": "کے کی میں ہے اور سے کا کو اس نے کہ ہیں پر یہ ایک بھی کر تھا نہیں وہ تو ہو گیا لیے جو آپ ان کیا ہوئے"
        " اپنے کوئی یا جا تھے ہوں",
        "ps": "د په او چې له کې سره دا يې ته شي دي هم کړي نه يو دی خو وو شوي دغه لپاره پر هغه کوي کړل لري بیا",
        "ug": "ۋە بىر بۇ بىلەن ئۇ ھەم بولۇپ ئۈچۈن دەپ قىلىش بولغان",
        "ku": "لە و بە بۆ کە ئەم لەگەڵ ئەو سەر دەکات یان هەر بوو هەموو ناو نییە",
    },
    "devanagari": {
        "hi": "के में की है और से को का एक पर ने यह हैं कि नहीं भी इस हो कर था जो तो ही या लिए वह अपने गया आप करने"
        " किया साथ थे थी कुछ रहा कोई हम सकते अगर",
        "mr": "आणि आहे या च्या हे ते मध्ये व एक तर नाही ही असे का केली केले होते त्यांनी होता त्या मी आहेत साठी वर"
        " म्हणून करून झाले पण किंवा आपण",
        "ne": "र को मा छ यो पनि एक लागि भने हुन् गरेको गर्न थियो छन् भएको तर नै हो के बाट गर्ने लाई सबै वा छैन हुने तथा",
    },
    "hebrew": {
        "he": "של את על לא הוא כי זה עם גם או אם כל היא אני אבל יש אל היה בין יותר לאחר רק הם אין אתה זו ידי כן לפני"
        " אשר כך אנחנו",
        "yi": "די און פון אין דער צו איז דאס נישט מיט אויף ער וואס זיך האט א דעם צי אויך ווי אבער זיי",
    },
    "ethiopic": {
        "am": "ነው ላይ እና ውስጥ ነበር ወደ ግን እንደ ጋር ነገር ሲሆን ነበረ ይህ ደግሞ ያለ አንድ",
        "ti": "እዩ ናይ ኣብ ካብ ከም ግን እቲ ናብ ነቲ ምስ ድማ ኣሎ እዚ ነበረ",
    },
}
"""By script, then language (ISO 639-1)."""

LETTERS: Mapping[str, str] = {
    "en": "",
    "de": "äöüß",
    "nl": "éëïóè",
    "af": "êëéèôûî",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "es": "áéíñóúü",
    "pt": "áâãàçéêíóôõú",
    "gl": "áéíñóúï",
    "it": "àèéìòù",
    "ca": "àçèéíïòóúü",
    "ro": "ăâîșțşţ",
    "sv": "åäöé",
    "da": "æøåé",
    "no": "æøåéòô",
    "is": "áðéíóúýþæö",
    "fi": "äöå",
    "et": "äöõüšž",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "tr": "çğıöşüâî",
    "az": "çəğıöşü",
    "sq": "çë",
    "id": "",
    "ms": "",
    "vi": "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "tl": "ñ",
    "sw": "",
    "eu": "ñç",
    "ga": "áéíóú",
    "cy": "âêîôûŵŷ",
    "mt": "ċġħżà",
    "eo": "ĉĝĥĵŝŭ",
    "la": "",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأؤإئ",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهویءآأؤئۀ",
    "ur": "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئؤۂۃأ",
    "ps": "اآبپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهۀءيېۍئی",
    "ug": "ابپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىيئە",
    "ku": "ابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێئ",
}
"""By language; one that is not named here is not judged by its letters."""
