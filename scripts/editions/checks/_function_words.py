"""The small words of languages, and letters that tell one from its neighbours. No rule itself."""

from __future__ import annotations

# Articles, pronouns, prepositions, conjunctions and auxiliaries, the most frequent ones of each grammar, by ISO 639
# code, in the script that the language is written in. A language without a row here is not judged.
WORDS = {
    name: frozenset(words.split())
    for name, words in {
        "en": (
            "the of and to in that is for it with as was on are be by this which from or an at not have has "
            "were can will their its they we you your if all but into than been our any when these those who "
            "he she his her would there about must should do does so what more also may only no one"
        ),
        "de": (
            "der die das und ist nicht ein eine einen einem einer eines zu den dem des mit von für auf im sich "
            "auch als werden wird wurde wurden sie er es wir ihr aus bei nach durch über unter oder wenn dass "
            "sind hat haben kann kein keine am zum zur wie noch nur vor bis diese dieser dieses aber man so an "
            "um sein seine ihre"
        ),
        "nl": (
            "de het een en van in is dat op te zijn voor met die niet aan er om ook als dan maar bij of uit "
            "nog naar door over ze zich hij heeft hebben worden wordt werd kan deze dit geen tot meer wel u je "
            "wij zij hun tegen onder moet zoals waar omdat"
        ),
        "af": (
            "die en van in is dat nie vir met om te sy hulle ons het wat aan by deur uit ook as hierdie daar "
            "haar was word n êrens maar om"
        ),
        "sv": (
            "och att det som en på är av för med till den har de inte om ett han men var jag sig från vi så "
            "kan när år under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade "
            "alla andra mycket än här då över bara in blir upp vad i detta denna dessa måste"
        ),
        "da": (
            "og at det som en på er af for med til den har de ikke om et han men var jeg sig fra vi så kan når "
            "år under også efter eller nu sin hvor ved mod skal skulle kommer ud får findes være havde alle "
            "andre meget end her da over kun ind bliver op hvad i dette denne disse må blev mellem hvis"
        ),
        "nb": (
            "og at det som en på er av for med til den har de ikke om et han men var jeg seg fra vi så kan når "
            "år under også etter eller nå sin hvor ved mot skal skulle kommer ut får finnes være hadde alle "
            "andre mye enn her da over bare inn blir opp hva i dette denne disse må ble mellom hvis noen"
        ),
        "nn": (
            "og at det som ein på er av for med til den har dei ikkje om eit han men var eg seg frå vi så kan "
            "når år under også etter eller no sin kvar ved mot skal skulle kjem ut får finst vere hadde alle "
            "andre mykje enn her da over berre inn blir opp kva i dette denne desse må vart mellom dersom "
            "nokon"
        ),
        "is": (
            "og að er í á það sem til við um með ekki af en hann var fyrir hún þessi þetta eru hafa hefur "
            "verið ég eða frá þeir sér þá svo upp eftir hans þar"
        ),
        "fr": (
            "le la les de des du un une et est en que qui dans pour pas sur au aux avec il elle ce ces cette "
            "ne se son sa ses par plus ou sont ont été être leur leurs nous vous ils elles mais comme si tout "
            "tous entre sans sous même aussi peut doit lors dont où a à qu"
        ),
        "es": (
            "el la los las de del y en que un una por con para es se no al lo su sus como más pero este esta "
            "estos estas fue ha han son está están ser sin sobre entre también cuando hay si ya desde hasta o "
            "le les nos todo todos muy donde porque puede debe e"
        ),
        "pt": (
            "o a os as de do da dos das e em no na nos nas que um uma por com para é se não ao à aos às lhe "
            "seu sua seus suas como mais mas este esta estes estas foi tem têm são está estão ser sem sobre "
            "entre também quando há já desde até ou pelo pela pelos pelas num numa isso você pode deve"
        ),
        "gl": (
            "o a os as de do da dos das e en no na nos nas que un unha por con para é se non ao á aos ás seu "
            "súa seus súas como máis pero este esta estes estas foi ten teñen son está están ser sen sobre "
            "entre tamén cando hai xa desde ata ou polo pola isto pode debe"
        ),
        "ca": (
            "el la els les de del dels i en que un una per amb a és es no al als el seu la seva els seus com "
            "més però aquest aquesta aquests aquestes va ha han són està ser sense sobre entre també quan hi "
            "si ja des fins o li ens tot tots molt on perquè pot cal pels pel ho"
        ),
        "it": (
            "il lo la i gli le di del dello della dei degli delle e è in nel nella nei nelle che un una per "
            "con non si al alla ai alle dal dalla dai da sul sulla su come più ma questo questa questi queste "
            "sono ha hanno essere stato stata anche quando se o loro suo sua suoi senza tra fra sia può deve "
            "cui dove ed"
        ),
        "ro": (
            "și să nu de la în cu pe care este o un pentru din ale al a ai că mai sunt fi fost ca au sau dar "
            "acest această aceste acestea lor lui ei se prin după până între fără când dacă fie poate trebuie "
            "despre asupra către unui unei cel cea cei cele ce"
        ),
        "pl": (
            "i w na z do nie że się jest to o jak za od po przez dla co przy są ale czy lub oraz który która "
            "które których jego jej ich tym tego tej być był była było były może można musi ze we tylko także "
            "już jako pod nad bez między gdy jeśli aby a u tak"
        ),
        "cs": (
            "a v na se že je z s do o to k pro jako i ve za od po ale by jsou jeho které který která kteří "
            "není nebo byl byla bylo byli až jak však při před také už jen více tak ze pod bez mezi když pokud "
            "aby musí může lze svou své jejich této tohoto být podle"
        ),
        "sk": (
            "a v na sa že je z s do o to k pre ako aj vo za od po ale by sú jeho ktoré ktorý ktorá ktorí nie "
            "alebo bol bola bolo boli až však pri pred tiež už len viac tak zo pod bez medzi keď ak aby musí "
            "môže možno svoju svoje ich tejto tohto byť podľa i"
        ),
        "sl": (
            "in v na se da je z s za o ki so kot pa ne po od do pri tudi ali bi ni bil bila bilo bili iz k h "
            "zaradi med pred pod brez ko če lahko mora njihov njegov svoje svojo ta to te tega tem vse več le "
            "še že samo kar biti"
        ),
        "hr": (
            "i u na se da je za od su s sa o kao koji koja koje ne ili ali to iz po do biti bio bila bilo bili "
            "što nije nisu prema pri između bez kada ako može mora treba njihov njegov svoje svoju ovaj ova "
            "ovo ove te sve više samo još već kako jer tako kod će bi"
        ),
        "sq": (
            "të e në dhe i për që me një nga është së më nuk si ka janë ky kjo u do tij saj tyre ose por kur "
            "duke edhe mund duhet ishte kanë prej mbi pas deri kështu"
        ),
        "hu": (
            "a az és hogy nem is egy ez meg de van csak már el ki azt ezt ha vagy mint még volt lehet kell "
            "által szerint után között mert amely amelyek akik ami minden több olyan sem ezek azok lesz fel be "
            "során alatt ezért"
        ),
        "fi": (
            "ja on ei että se oli hän en ovat mutta kun niin myös tai joka jotka sen ole mukaan vain kuin jos "
            "tämä tämän nämä siitä sitä olla voi voidaan pitää täytyy kanssa ovat jälkeen ennen sekä eli koska "
            "niiden heidän mitä siinä jossa josta"
        ),
        "et": (
            "ja on ei et see oli ta kui ka või mis kes selle seda ning oma aga siis nii ole vaid kuid ainult "
            "pärast enne võib peab saab koos nende need olid üle juba veel mitte välja sest kus"
        ),
        "lt": (
            "ir yra kad į iš su ne tai kaip bet apie per buvo jis ji jie arba už nuo tik taip pat prie gali "
            "reikia kuris kuri kurie kai jei šis ši šie būti jų savo dėl iki po nėra"
        ),
        "lv": (
            "un ir ka ar no uz par tas kas ne bet kā vai arī lai pie pēc tā to šo šis šī bija nav tikai viņš "
            "viņa viņi var jābūt savu kad ja pret līdz bez starp"
        ),
        "tr": (
            "ve bir bu için ile de da olarak olan daha çok gibi ne en kadar sonra her değil var yok ya ki mi "
            "ise veya ama ancak tarafından olduğu olduğunu onun bunun kendi göre ayrıca üzerinde böyle şey tüm "
            "bütün eden etti dir"
        ),
        "az": (
            "və bir bu üçün ilə də da kimi olan daha çox nə ən qədər sonra hər deyil var yox ya ki isə və ya "
            "amma ancaq tərəfindən olduğu onun bunun öz görə həm bütün edən etdi"
        ),
        "id": (
            "yang dan di dengan untuk dari pada ini itu dalam tidak adalah akan ke oleh juga sebagai bahwa "
            "mereka telah atau dapat bisa karena ada lebih sudah kami kita saya anda para tersebut secara "
            "harus jika seperti hanya"
        ),
        "vi": (
            "và của là các có trong cho được với không một những này người đã để khi tại từ ra như về cũng đó "
            "vào đến phải hoặc nếu bạn họ sẽ bị theo trên nhưng do"
        ),
        "tl": (
            "ang ng sa mga na ay at ito hindi para kung may isang si ni ko mo siya sila nila namin natin ating "
            "upang dahil noong ngunit kanilang kanyang din rin lamang wala"
        ),
        "sw": (
            "na ya wa kwa katika ni za la cha kuwa hii hiyo huu hilo hayo kama au lakini pia ili hivyo wao "
            "yake yao zao wake si bila baada kabla kila wote"
        ),
        "eu": (
            "eta da ez du bat dira zen hau hori ere baina edo dute den duen izan behar dagoen baino arabera "
            "ondoren bere beren gabe egin zuen duten"
        ),
        "eo": (
            "la kaj de en al estas ne por kiu kiuj ke kun per sed aŭ ĝi ili li ŝi ni vi pri el sur tiu tiuj ĉi "
            "kiel estis"
        ),
        "ru": (
            "и в не на что с по как это из к у от за для о же но его или их все она они он был была было были "
            "так при до во если чтобы только уже может также этот эта эти который которая которые которых "
            "между без под над мы вы есть быть когда более со"
        ),
        "uk": (
            "і в не на що з за та як це до у від для про його або їх все вона вони він був була було були так "
            "при із якщо щоб тільки лише вже може також цей ця ці який яка які яких між без під над ми ви є "
            "бути коли більше й але має"
        ),
        "be": (
            "і ў не на што з за як гэта да у ад для пра яго або іх усё яна яны ён быў была было былі так пры "
            "калі каб толькі ужо можа таксама гэты гэтая гэтыя які якая якія якіх паміж без пад над мы вы ёсць "
            "быць але"
        ),
        "bg": (
            "и в не на че с за по как това от до у се са е да му или но ще беше бе били при ако само вече може "
            "също този тази тези който която които между без под над ние вие са като си съм бъде повече той тя "
            "те със във"
        ),
        "mk": (
            "и во не на дека со за по како ова од до се е да му или но ќе беше биле при ако само веќе може "
            "исто овој оваа овие кој која кои меѓу без под над ние вие сум биде повеќе тој таа тие што го ги "
            "ја"
        ),
        "sr": (
            "и у на се да је за од су с са о као који која које не или али то из по до бити био била било били "
            "што није нису према при између без када ако може мора треба њихов његов своје овај ова ово ове те "
            "све више само још већ како јер тако код ће би"
        ),
        "kk": (
            "және мен бен бұл үшін бір деп бар емес туралы осы болып болады оның олар да де арқылы кейін сол "
            "ол не жоқ"
        ),
        "ky": (
            "жана менен бул үчүн бир деп бар эмес жөнүндө ушул болуп болот анын алар да дагы аркылуу кийин "
            "ошол ал"
        ),
        "mn": "нь ба энэ гэж бол байна тэр юм болон ч мөн гэсэн байсан дээр бүх хийх бөгөөд эсвэл ын ийн",
        "ar": (
            "في من على إلى أن إن التي الذي هذا هذه هو هي كان كانت ما لا لم لن قد مع عن بين كل أو ثم بعد قبل "
            "عند منذ حتى ذلك تلك الذين كما لكن وقد فقد غير خلال ضد أي إذا يمكن يجب ليس وهو وهي"
        ),
        "fa": (
            "و در به از که این را با است برای آن یک خود تا بر هم نیز شده شد می‌شود کند کرد بود باید اما یا هر "
            "اگر آنها ما شما هیچ بین پس دیگر بسیار می‌کند نمی‌شود شود های ها می"
        ),
        "ur": (
            "کے کی میں ہے اور سے کا کو اس نے یہ ہیں کہ پر ایک بھی نہیں ہو تھا تھے تھی گیا کیا جو ان کر لیے "
            "ساتھ وہ گئی گئے ہوئے کرنے ہی تو اپنے یا تک بعد"
        ),
        "ps": "د په او چې سره دی ده له دا يې کې هم ته نه شي کړي يو تر کړل څخه خپل دغه وي شو",
        "ug": "ۋە بىلەن بۇ ئۈچۈن بىر دەپ بار ئەمەس قىلىش شۇ بولۇپ ئۇ ئۇنىڭ",
        "ckb": "لە و بۆ بە کە ئەو ئەم لەگەڵ یان هەر بوو نییە دەکات پێش دوای ئەوەی هەیە",
        "hi": (
            "के का की को में से ने और है हैं था थे थी यह वह कि पर एक भी नहीं हो गया गई गए कर लिए साथ जो इस उस "
            "तो ही अपने या तक बाद किया करने द्वारा होता"
        ),
        "mr": (
            "आणि व आहे आहेत हे ही हा या ते ती तो नाही होते होता होती की एक च्या मध्ये साठी पण किंवा आपल्या "
            "त्या त्यांच्या असे करण्यासाठी केले केली असलेल्या मी"
        ),
        "ne": (
            "र छ छन् हो यो त्यो पनि गर्न गर्ने भएको थियो थिए वा तथा एक लागि द्वारा भने यस त्यस गरेको हुन् छैन "
            "मा को का की ले लाई बाट साथै"
        ),
        "bn": (
            "এবং ও এই একটি যে থেকে করে হয় না জন্য তার তারা কিন্তু বা সাথে এর মধ্যে করা হয়েছে ছিল যা কোনো নয় "
            "আর তাদের"
        ),
        "as": "আৰু এই এটা যে পৰা কৰি হয় নহয় বাবে তেওঁ কিন্তু বা লগত কৰা হৈছে আছিল যি কোনো মাজত তেওঁলোকৰ",
    }.items()
}  # fmt: skip
# What other languages are called here: rows that speak for more than one, since no text of ordinary length tells them
# apart (Bosnian, Croatian, Serbian in Latin letters; Indonesian and Malay; Norwegian without more).
SAME = {
    "bs": "hr", "sr-Latn": "hr", "sh": "hr", "cnr": "hr", "ms": "id", "no": "nb", "fil": "tl", "mo": "ro",
    "bs-Cyrl": "sr",
}  # fmt: skip
# Letters of Cyrillic and Arabic alphabets beyond those that the whole script shares.
LETTERS = {
    "ru": "ыэёъ", "uk": "іїєґ", "be": "ўіыэё", "bg": "ъ", "mk": "ѓќѕљњџј", "sr": "ђћљњџј", "kk": "әғқңөұүһіыэёъ",
    "ky": "ңөүыэёъ", "mn": "өүыэёъ", "ar": "ةيكى", "fa": "پچژگیک", "ur": "ٹڈڑںےہھپچژگیک", "ps": "ټډړښځڅېۍپچژږګی",
    "ckb": "ۆێڕڵەپچژگیک", "ug": "ەۇۆۈۋېپچژگكىي",
}  # fmt: skip
# Characters that are written in one way in simplified Chinese, in another in traditional Chinese.
SIMPLIFIED = frozenset(
    "这们国为对时说个来过还东车马长门问间见现发经给让认论识话语请读谁调谈许设证评该误义争战"
)
TRADITIONAL = frozenset(
    "這們國為對時說個來過還東車馬長門問間見現發經給讓認論識話語請讀誰調談許設證評該誤義爭戰"
)
# Chinese words of one character that no Japanese text has.
CHINESE = frozenset("这這们們了是我你他她它吗嗎呢吧为对與与还還")
