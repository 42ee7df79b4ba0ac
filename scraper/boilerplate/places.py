"""Places that datelines name: Indonesian regencies, cities and provinces, and the world's news cities. A fact table.

It tells "Banda AcehPolisi" (a place glued to the first word) and "Pati - Warga" (a town) from other capitalised words.
The list is no map: a place that is missing here is only recognised by stronger signs (a brand, capitals).
"""

from __future__ import annotations

import re

_INDONESIA = """
aceh, aceh barat, aceh barat daya, aceh besar, aceh jaya, aceh selatan, aceh singkil, aceh tamiang, aceh tengah,
aceh tenggara, aceh timur, aceh utara, agam, alor, ambon, asahan, asmat, atambua, badung, balangan, balige, balikpapan,
banda aceh, bandar lampung, bandarlampung, bandung, bandung barat, banggai, banggai kepulauan, banggai laut, bangka,
bangka barat, bangka belitung, bangka selatan, bangka tengah, bangkalan, bangli, banjar, banjar baru, banjarbaru,
banjarmasin, banjarnegara, bantaeng, bantul, banten, banyuasin, banyumas, banyuwangi, barabai, barito kuala,
barito selatan, barito timur, barito utara, barru, batam, batang, batanghari, batu, batu bara, batubara, batulicin,
baubau, bau-bau, bekasi, belitung, belitung timur, belu, bener meriah, bengkalis, bengkayang, bengkulu,
bengkulu selatan, bengkulu tengah, bengkulu utara, berau, biak, biak numfor, bima, binjai, bintan, bireuen, bitung,
blitar, blora, boalemo, bogor, bojonegoro, bolaang mongondow, bombana, bondowoso, bone, bone bolango, bontang,
boven digoel, boyolali, brebes, bukittinggi, buleleng, bulukumba, bulungan, bungo, buol, buru, buton, buton selatan,
buton tengah, buton utara, ciamis, cianjur, cibinong, cikarang, cilacap, cilegon, cimahi, cirebon, dairi, deiyai,
deli serdang, deliserdang, demak, denpasar, depok, dharmasraya, dogiyai, dompu, donggala, dumai, empat lawang, ende,
enrekang, fakfak, fak-fak, flores timur, garut, gayo lues, gianyar, gorontalo, gorontalo utara, gowa, gresik,
grobogan, gunung kidul, gunungkidul, gunung mas, gunungsitoli, halmahera barat, halmahera selatan, halmahera tengah,
halmahera timur, halmahera utara, hulu sungai selatan, hulu sungai tengah, hulu sungai utara, humbang hasundutan,
indragiri hilir, indragiri hulu, indramayu, intan jaya, jabodetabek, jakarta, jakarta barat, jakarta pusat,
jakarta selatan, jakarta timur, jakarta utara, jambi, jawa barat, jawa tengah, jawa timur, jayapura, jayawijaya,
jember, jembrana, jeneponto, jepara, jombang, kabanjahe, kaimana, kalimantan barat, kalimantan selatan,
kalimantan tengah, kalimantan timur, kalimantan utara, kampar, kapuas, kapuas hulu, karanganyar, karangasem, karawang,
karimun, karo, katingan, kaur, kayong utara, kebumen, kediri, keerom, kefamenanu, kendal, kendari, kepahiang,
kepanjen, kepulauan anambas, kepulauan aru, kepulauan mentawai, kepulauan meranti, kepulauan riau,
kepulauan sangihe, kepulauan selayar, kepulauan seribu, kepulauan sula, kepulauan talaud, kepulauan yapen, kerinci,
ketapang, klaten, klungkung, kolaka, kolaka timur, kolaka utara, konawe, konawe selatan, konawe utara, kotabaru,
kotamobagu, kotawaringin barat, kotawaringin timur, kraksaan, kuala kapuas, kuala kurun, kuantan singingi, kubu raya,
kudus, kulon progo, kulonprogo, kuningan, kupang, kutai barat, kutai kartanegara, kutai timur, kuta, labuan bajo,
labuhan batu, labuhanbatu, lahat, lamandau, lamongan, lampung, lampung barat, lampung selatan, lampung tengah,
lampung timur, lampung utara, landak, langkat, langsa, lanny jaya, larantuka, lebak, lebong, lembang, lembata,
lhokseumawe, lima puluh kota, limapuluh kota, lingga, lombok, lombok barat, lombok tengah, lombok timur,
lombok utara, lubuk linggau, lubuklinggau, lumajang, luwu, luwu timur, luwu utara, madina, madiun, magelang, magetan,
mahakam ulu, majalengka, majene, makassar, malaka, malang, malinau, maluku, maluku barat daya, maluku tengah,
maluku tenggara, maluku utara, mamasa, mamberamo raya, mamberamo tengah, mamuju, mamuju tengah, manado,
mandailing natal, manggarai, manggarai barat, manggarai timur, manokwari, manokwari selatan, mappi, maros, martapura,
mataram, maumere, maybrat, medan, melawi, mempawah, merangin, merauke, mesuji, metro, mimika, minahasa,
minahasa selatan, minahasa tenggara, minahasa utara, mojokerto, morotai, morowali, morowali utara, muara bungo,
muara enim, muara teweh, muaro jambi, mukomuko, muna, muna barat, mungkid, murung raya, musi banyuasin, musi rawas,
musi rawas utara, nabire, nagan raya, nagekeo, natuna, nduga, negara, nganjuk, ngada, ngamprah, ngawi, nias,
nias barat, nias selatan, nias utara, nunukan, nusa tenggara barat, nusa tenggara timur, nusantara, ogan ilir,
ogan komering ilir, ogan komering ulu, pacitan, padang, padang lawas, padang panjang, padang pariaman,
padang sidempuan, padangsidimpuan, pagar alam, pagaralam, pakpak bharat, palangka raya, palangkaraya, palembang,
palopo, palu, pamekasan, pandeglang, pangandaran, pangkajene, pangkal pinang, pangkalpinang, pangkalan bun,
paniai, papua, papua barat, papua barat daya, papua pegunungan, papua selatan, papua tengah, parepare, pare-pare,
pariaman, parigi moutong, pasaman, pasaman barat, paser, pasuruan, pati, payakumbuh, pegunungan arfak,
pegunungan bintang, pekalongan, pekanbaru, pelabuhan ratu, palabuhanratu, pelalawan, pemalang, pematang siantar,
pematangsiantar, penajam, penajam paser utara, penukal abab lematang ilir, pesawaran, pesisir barat,
pesisir selatan, pidie, pidie jaya, pinrang, pohuwato, polewali mandar, polman, ponorogo, pontianak, poso,
prabumulih, praya, pringsewu, probolinggo, pulang pisau, pulau morotai, pulau taliabu, puncak, puncak jaya,
purbalingga, purwakarta, purwodadi, purwokerto, purworejo, putussibau, raja ampat, rangkasbitung, rejang lebong,
rembang, riau, rokan hilir, rokan hulu, rote ndao, ruteng, sabang, sabu raijua, salatiga, samarinda, sambas, samosir,
sampang, sampit, sanggau, sangatta, sarmi, sarolangun, sawahlunto, sekadau, seluma, semarang, sentani,
seram bagian barat, seram bagian timur, serang, serdang bedagai, seruyan, siak, sibolga, sidenreng rappang, sidoarjo,
sidrap, sigi, sijunjung, sikka, simalungun, simeulue, singaraja, singkawang, sinjai, sintang, situbondo, slawi,
sleman, soe, solo, solok, solok selatan, soppeng, soreang, sorong, sorong selatan, sragen, subang, subulussalam,
sukabumi, sukamara, sukoharjo, sulawesi barat, sulawesi selatan, sulawesi tengah, sulawesi tenggara,
sulawesi utara, sumba barat, sumba barat daya, sumba tengah, sumba timur, sumbawa, sumbawa barat, sumedang, sumenep,
sumatera barat, sumatera selatan, sumatera utara, sungai penuh, sungai raya, supiori, surabaya, surakarta, tabalong,
tabanan, takalar, takengon, tambrauw, tanah bumbu, tanah datar, tanah laut, tana tidung, tana toraja, tangerang,
tangerang selatan, tanggamus, tanjab barat, tanjab timur, tanjung balai, tanjungbalai, tanjung jabung barat,
tanjung jabung timur, tanjung pandan, tanjungpandan, tanjung pinang, tanjungpinang, tanjung redeb, tanjung selor,
tapanuli selatan, tapanuli tengah, tapanuli utara, tapin, tarakan, tarutung, tasikmalaya, tebing tinggi,
tebingtinggi, tebo, tegal, teluk bintuni, teluk wondama, temanggung, tenggarong, ternate, tidore, tidore kepulauan,
timika, timor tengah selatan, timor tengah utara, toba, tojo una-una, tolikara, tolitoli, toli-toli, tomohon,
toraja utara, trenggalek, tual, tuban, tulang bawang, tulang bawang barat, tulungagung, ungaran, unaaha, wajo,
wakatobi, wamena, waropen, waikabubak, waingapu, way kanan, wates, wonogiri, wonosari, wonosobo, yahukimo, yalimo,
yogyakarta, yogya, jogja, jogjakarta
"""
_WORLD = """
abu dhabi, abuja, accra, addis ababa, aleppo, aljir, almaty, amman, amsterdam, ankara, antalya, antwerp,
ashgabat, astana, asuncion, athena, athens, atlanta, auckland, baghdad, bagdad, baku, bandar seri begawan, bangalore,
bangkok, barcelona, basel, beijing, beirut, belgrade, beograd, berlin, bern, bilbao, birmingham, bogota, bologna, bonn,
boston, brasilia, bratislava, brisbane, brussel, brussels, bucharest, budapest, buenos aires, bukares, busan, cairo,
calgary, canberra, cape town, caracas, casablanca, chengdu, chennai, chiang mai, chicago, colombo, copenhagen, dakar,
dallas, damaskus, damascus, dar es salaam, darwin, davao, davos, delhi, den haag, detroit, dhaka, dili, djibouti,
doha, dortmund, dubai, dublin, dubrovnik, edinburgh, fukuoka, gaza, geneva, jenewa, genoa, glasgow, guangzhou,
hamburg, hangzhou, hanoi, harare, havana, helsinki, hiroshima, ho chi minh, hong kong, hongkong, honolulu, houston,
incheon, islamabad, istanbul, jeddah, jerusalem, johannesburg, johor bahru, kabul, kairo, kampala, karachi, kathmandu,
khartoum, kiev, kigali, kinshasa, kobe, kolkata, kota kinabalu, kuala lumpur, kuching, kuwait city, kyiv, kyoto,
lagos, lahore, la paz, las vegas, lausanne, leeds, leicester, leverkusen, lille, lima, lisbon, lisabon, liverpool,
ljubljana, london, los angeles, luanda, lyon, madrid, makkah, mekah, mekkah, madinah, malaga, male,
manama, manchester, manila, maputo, marseille, marrakesh, melbourne, mexico city, miami, milan, milano, minsk,
mogadishu, monaco, montevideo, montreal, moskow, moscow, moskwa, mosul, mumbai, munich, muenchen, muscat, muskat,
nagoya, nairobi, naples, napoli, naypyidaw, new delhi, new jersey, new orleans, new york, newcastle, nice, nicosia,
niigata, oslo, osaka, ottawa, panama city, paris, penang, perth, phnom penh, philadelphia, phuket, porto, port moresby,
port louis, prague, praha, pretoria, pyongyang, quito, rabat, ramallah, reykjavik, riga, rio de janeiro, riyadh, roma,
rome, rotterdam, saint petersburg, san diego, san francisco, san jose, sanaa, santiago, sao paulo, sapporo, sarajevo,
seattle, seoul, sepang, sevilla, shanghai, shenzhen, singapore, singapura, sofia, st petersburg, stockholm, strasbourg,
stuttgart, suva, sydney, taipei, tallinn, tashkent, tbilisi, teheran, tehran, tel aviv, tianjin, tokyo, toronto,
tripoli, tunis, turin, ulaanbaatar, valencia, vancouver, vatikan, vatican city, vienna, vientiane, vilnius, wina,
warsawa, warsaw, washington, washington dc, wellington, wuhan, yangon, yerevan, yokohama, zagreb, zurich
"""
PLACES = frozenset(
    name.strip() for name in (_INDONESIA + "," + _WORLD).replace("\n", " ").split(",") if name.strip()
)
_MOST_WORDS = max(len(name.split()) for name in PLACES)
_PREFIX = re.compile(r"(?:kota|kab\.|kabupaten|provinsi)\s+", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:[-.'’][^\W\d_]+)*")


def is_place(name: str) -> bool:
    """Whether a printed name, in any case and with or without "Kota" or "Kabupaten", is a place of the table."""
    folded = " ".join(name.lower().replace(".", " ").split())
    return folded in PLACES or _PREFIX.sub("", name.lower().strip()).strip() in PLACES


def place_end(text: str, start: int = 0) -> int:
    """Where the longest known place that begins at ``start`` ends; 0 when none does.

    The last word of the place may be glued to the next one where a capital follows: "Banda AcehPolisi".
    """
    words: list[str] = []
    best = 0
    at = start
    while len(words) < _MOST_WORDS and (hit := _WORD.match(text, at)):
        # "JakartaHarga": the part up to the inner capital may close the place.
        for cut in re.finditer(r"(?<=[a-z])(?=[A-Z])", hit[0]):
            if " ".join([*words, hit[0][: cut.start()].lower()]) in PLACES:
                return hit.start() + cut.start()
        words.append(hit[0].lower())
        if " ".join(words) in PLACES:
            best = hit.end()
        at = hit.end()
        if text[at : at + 1] != " ":
            break
        at += 1
    return best
