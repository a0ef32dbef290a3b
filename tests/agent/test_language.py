import pytest

from polyrec.agent.language import decide_language, is_in_language

MESSAGES = {
    "en": "I am looking for a quiet film about a family by the sea",
    "de": "Ich suche einen ruhigen Film über eine Familie am Meer",
    "fr": "Je cherche un film tranquille sur une famille au bord de la mer",
    "es": "Busco una película tranquila sobre una familia junto al mar",
    "pt": "Procuro um filme tranquilo sobre uma família à beira-mar",
    "it": "Cerco un film tranquillo su una famiglia in riva al mare",
    "nl": "Ik zoek een rustige film over een gezin aan zee",
    "pl": "Szukam spokojnego filmu o rodzinie nad morzem",
    "cs": "Hledám klidný film o rodině u moře",
    "uk": "Шукаю спокійний фільм про родину біля моря",
    "ru": "Ищу спокойный фильм о семье у моря",
    "tr": "Deniz kenarında yaşayan bir aile hakkında sakin bir film arıyorum",
    "ar": "أبحث عن فيلم هادئ عن عائلة تعيش قرب البحر",
    "fa": "دنبال یک فیلم آرام دربارهٔ خانواده‌ای کنار دریا می‌گردم",
    "he": "אני מחפשת סרט שקט על משפחה ליד הים",
    "hi": "मुझे समुद्र किनारे रहने वाले एक परिवार पर शांत फ़िल्म चाहिए",
    "bn": "সমুদ্রের ধারে থাকা এক পরিবার নিয়ে শান্ত একটা ছবি খুঁজছি",
    "ta": "கடலோரம் வாழும் ஒரு குடும்பத்தைப் பற்றிய அமைதியான படம் வேண்டும்",
    "zh": "想看一部关于海边一家人的安静电影",
    "zh-Hant": "想看一部關於海邊一家人的安靜電影",
    "ja": "海辺の家族を描いた静かな映画を探しています",
    "ko": "바닷가에 사는 가족에 대한 조용한 영화를 찾고 있어요",
    "vi": "Tôi tìm một bộ phim nhẹ nhàng về một gia đình sống bên biển",
    "th": "อยากดูหนังเงียบ ๆ เกี่ยวกับครอบครัวริมทะเล",
    "id": "Saya mencari film yang tenang tentang keluarga di tepi laut",
    "sw": "Natafuta filamu tulivu kuhusu familia inayoishi karibu na bahari",
    "el": "Ψάχνω μια ήσυχη ταινία για μια οικογένεια δίπλα στη θάλασσα",
}


@pytest.mark.parametrize("tag", MESSAGES)
def test_messages_tell_their_language(tag: str) -> None:
    assert decide_language(MESSAGES[tag], None, "en") == tag
    assert is_in_language(MESSAGES[tag], tag)


@pytest.mark.parametrize("tag", [tag for tag in MESSAGES if tag != "en"])
def test_a_reply_in_english_does_not_pass(tag: str) -> None:
    assert not is_in_language(MESSAGES["en"], tag)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("mujhe koi purani comedy chahiye", "hi"), ("3ayez film kwayes", "ar"), ("thelo mia palia tainia parakalo", "el"),
        ("wo xiang kan yi bu dianying", "zh"), ("ya hochu posmotret film pro lyubov", "ru"), ("ye film khoob mikham", "fa"),
        ("I want to watch a film about love", "en"), ("Quiero una película sin terror", "es"), ("Ich will einen Film", "de"),
    ],
)  # fmt: skip
def test_languages_typed_in_latin_letters(text: str, tag: str) -> None:
    assert decide_language(text, None, "en") == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Procuro um filme fixe para ver com os miúdos no ecrã grande", "pt-PT"),
        ("Você tem um filme legal pra gente assistir?", "pt"),
        ("Тражим миран филм о породици поред мора", "sr"),
        ("Tražim neki lep film, gde ima mnogo smeha, uopšte ne mora da bude nov", "sr-Latn"),
        ("Tražim neki lijep film u kojem ima puno smijeha, uopće ne mora biti nov", "hr"),
    ],
)
def test_near_relatives_are_told_apart(text: str, tag: str) -> None:
    assert decide_language(text, None, "en") == tag


@pytest.mark.parametrize("text", ["2", "😂", "ok", "…", "1999", "R2-D2"])
def test_what_tells_nothing_keeps_the_conversation(text: str) -> None:
    assert decide_language(text, "hi", "en") == "hi"
    assert decide_language(text, None, "fi") == "fi"


def test_other_letters_end_a_conversations_language() -> None:
    assert decide_language("película francesa o italiana", "hi", "en") in ("es", "pt")
