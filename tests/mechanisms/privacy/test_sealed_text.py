"""A sealed text is ciphertext in the database, a mask on every page, and words only for who opens it."""

from __future__ import annotations

import io
import json
import pickle
import uuid
from typing import Any

import openpyxl
import pytest
from django.core import checks, serializers
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.forms import modelform_factory
from django.template import engines
from pydantic import BaseModel, TypeAdapter

from tests.mechanisms.privacy.letters import Answer, Letter
from zhiheng.mechanisms.privacy import keys
from zhiheng.mechanisms.privacy.fields import Sealed, SealedText, Stored
from zhiheng.mechanisms.privacy.sealing import Unreadable
from zhiheng.mechanisms.scope import everywhere

pytestmark = pytest.mark.django_db
PHONE = "13812341111"


def kept(row: models.Model, column: str) -> bytes:
    """The bytes of a column as they lie in the database."""
    with connection.cursor() as cursor:
        table = row._meta.db_table
        key = row._meta.pk
        cursor.execute(
            f'SELECT "{column}" FROM {table} WHERE {key.column} = %s', [key.get_db_prep_value(row.pk, connection)]
        )
        return bytes(cursor.fetchone()[0])


def put(row: models.Model, column: str, content: bytes) -> None:
    """Write bytes into a column past every rule, as somebody with the database in hand would."""
    with connection.cursor() as cursor:
        key = row._meta.pk
        cursor.execute(
            f'UPDATE {row._meta.db_table} SET "{column}" = %s WHERE {key.column} = %s',
            [connection.Database.Binary(content), key.get_db_prep_value(row.pk, connection)],
        )


def again(row: Letter) -> Letter:
    """The row as the database has it."""
    return Letter.objects.get(pk=row.pk)


def test_the_database_holds_no_word_of_it(letter: Letter) -> None:
    for name, words in (("name", "张建国"), ("phone", PHONE), ("words", "锅")):
        content = kept(letter, name)
        assert len(content) > 33 and words.encode() not in content
    assert again(letter).phone.open() == PHONE and again(letter).words.open().startswith("买的锅")


def test_every_row_is_sealed_differently(letter: Letter) -> None:
    other = Letter.objects.create(phone=PHONE)
    assert kept(letter, "phone") != kept(other, "phone")


@pytest.mark.parametrize("saved", [True, False])
def test_whatever_prints_it_prints_the_mask(letter: Letter, saved: bool) -> None:
    row = again(letter) if saved else Letter(phone=PHONE)
    template = engines["django"].from_string("{{ row.phone }}|{{ row.phone.open }}|{{ row.phone.field }}")
    page = template.render({"row": row})
    written = [
        str(row.phone),
        repr(row.phone),
        f"{row.phone}",
        f"{row.phone!r:>20}",
        "".join([row.phone]),
        json.dumps({"phone": row.phone}),
        page,
        TypeAdapter(str).dump_json(row.phone).decode(),
        pickle.dumps(row.phone).decode("latin-1"),
        repr(vars(row)),
    ]
    assert all("138****1111" in text for text in written[:-1]) and not any(PHONE in text for text in written)
    assert page.split("|")[1] == ""


def test_an_answer_of_the_interface_and_a_workbook_hold_the_mask(letter: Letter) -> None:
    class Out(BaseModel):
        phone: str

    assert Out(phone=again(letter).phone).model_dump_json() == '{"phone":"138****1111"}'
    book = openpyxl.Workbook()
    book.active.append([again(letter).phone])
    book.save(content := io.BytesIO())
    assert openpyxl.load_workbook(content).active["A1"].value == "138****1111"


def test_the_length_of_a_long_text_is_all_that_is_said_of_it(letter: Letter) -> None:
    assert str(again(letter).words) == "(已加密，25 字)"


def test_nothing_stays_nothing(letters: None) -> None:
    row = Letter(phone="")
    assert not row.phone and row.words == ""


def test_a_changed_text_is_sealed_anew_and_another_field_leaves_it_alone(letter: Letter) -> None:
    row = again(letter)
    before = kept(row, "phone")
    row.title = "补充"
    row.save()
    assert kept(row, "phone") == before
    row.phone = "13900002222"
    assert str(row.phone) == "139****2222"
    row.save(update_fields=["phone"])
    assert again(letter).phone.open() == "13900002222"
    row.phone = ""
    row.save()
    assert kept(row, "phone") == b"" and again(letter).phone == ""


def test_a_mask_that_comes_back_from_a_form_does_not_overwrite_the_text(letter: Letter) -> None:
    row = again(letter)
    row.phone = "138****1111"
    row.save()
    assert again(letter).phone.open() == PHONE


def test_a_ciphertext_that_was_moved_is_refused(letter: Letter) -> None:
    other = Letter.objects.create(phone="13900002222", name="李梅")
    put(other, "phone", kept(letter, "phone"))
    put(other, "name", kept(letter, "phone"))
    for name in ("phone", "name"):
        sealed = getattr(again(other), name)
        assert str(sealed) == "(无法解密)"
        with pytest.raises(Unreadable, match="another place"):
            sealed.open()
    with pytest.raises(Unreadable), transaction.atomic():
        again(other).save()


@pytest.mark.parametrize("place", [0, 3, 8, 20, -1])
def test_a_ciphertext_with_one_bit_changed_is_refused(letter: Letter, place: int) -> None:
    content = bytearray(kept(letter, "phone"))
    content[place] ^= 1
    put(letter, "phone", bytes(content))
    with pytest.raises(Unreadable):
        again(letter).phone.open()


def test_what_is_no_ciphertext_at_all_is_refused(letter: Letter) -> None:
    for content in (b"\x01", b"\x00" * 40, PHONE.encode()):
        put(letter, "phone", content)
        with pytest.raises(Unreadable):
            again(letter).phone.open()


def test_the_wrong_key_gives_an_error_and_never_garbage(letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    name = keys.keyring().newest.hex()
    monkeypatch.setenv(keys.VARIABLE, f"index {'1' * 64},{name} {'2' * 64}")
    with pytest.raises(Unreadable):
        again(letter).phone.open()
    monkeypatch.setenv(keys.VARIABLE, f"index {'1' * 64},{'3' * 8} {'2' * 64}")
    with pytest.raises(Unreadable, match=name):
        again(letter).phone.open()
    assert str(again(letter).phone) == "(无法解密)"


def test_the_other_cipher_opens_what_the_first_one_sealed(letter: Letter, settings: Any) -> None:
    settings.PRIVACY_CIPHER = "aes-gcm"
    assert again(letter).phone.open() == PHONE
    other = Letter.objects.create(phone=PHONE)
    assert (kept(letter, "phone")[0], kept(other, "phone")[0]) == (1, 2)
    settings.PRIVACY_CIPHER = "sm4-gcm"
    assert again(other).phone.open() == PHONE


def test_a_copy_of_a_row_under_another_key_is_refused_instead_of_lost(letter: Letter) -> None:
    twin = again(letter)
    twin.pk = uuid.uuid4()
    twin._state.adding = True
    with pytest.raises(Unreadable), transaction.atomic():
        twin.save()


def test_a_sealed_text_is_not_handed_to_another_row(letter: Letter) -> None:
    with pytest.raises(TypeError, match="stays with its row"):
        Letter(phone=letter.phone)


def test_a_query_cannot_write_or_search_words(letter: Letter) -> None:
    for refused in (
        lambda: Letter.objects.update(phone=PHONE),
        lambda: Letter.objects.filter(phone=PHONE).exists(),
        lambda: Letter.objects.filter(phone__in=[PHONE]).exists(),
    ):
        with pytest.raises(TypeError, match="blind index"), transaction.atomic():
            refused()
    for lookup in ("contains", "startswith", "regex", "gt"):
        with pytest.raises(FieldError, match="Unsupported lookup"):
            Letter.objects.filter(**{f"phone__{lookup}": "1381"})
    Letter.objects.update(phone="")
    assert Letter.objects.filter(phone="").count() == 1


def test_many_rows_are_written_at_once(letter: Letter) -> None:
    made = Letter.objects.bulk_create(Letter(phone=f"1390000{n:04}") for n in range(5))
    for row in made:
        row.phone = f"137{row.phone.open()[3:]}"
    Letter.objects.bulk_update([*made, letter], ["phone"])
    found = Letter.objects.in_bulk([row.pk for row in made])
    assert sorted(row.phone.open() for row in found.values()) == [f"1370000{n:04}" for n in range(5)]
    assert again(letter).phone.open() == PHONE


def test_values_without_their_row_are_ciphertext_that_says_so(letter: Letter) -> None:
    for value in (Letter.objects.values()[0]["phone"], Letter.objects.values_list("phone", flat=True)[0]):
        assert isinstance(value, Stored) and str(value) == repr(value) == f"{value}" == "(已加密)"
        assert PHONE.encode() not in value
        with pytest.raises(TypeError):
            json.dumps(value)


def test_a_column_that_was_not_fetched_is_fetched_when_it_is_read(letter: Letter) -> None:
    row = Letter.objects.only("title").get(pk=letter.pk)
    assert "phone" in row.get_deferred_fields() and str(row.phone) == "138****1111"
    row.refresh_from_db()
    assert row.phone.open() == PHONE


def test_a_table_below_another_seals_for_its_own_row(letters: None) -> None:
    with everywhere():
        made = Answer.objects.create(phone=PHONE, reply="已换新锅")
        found = Answer.objects.get(pk=made.pk)
        assert (found.phone.open(), found.reply.open()) == (PHONE, "已换新锅")
        assert again(found).phone.open() == PHONE
        found.phone = again(found).phone
        found.save()
        assert "锅".encode() not in kept(made, "reply")


def test_a_full_check_of_a_row_leaves_it_as_it_is(letter: Letter) -> None:
    row = again(letter)
    row.full_clean()
    row.save()
    assert again(letter).phone.open() == PHONE


def test_a_form_made_from_the_model_leaves_sealed_fields_out() -> None:
    assert set(modelform_factory(Letter, fields="__all__").base_fields) == {"id", "title", "region_id"}


def test_a_dump_of_django_is_refused_instead_of_holding_masks(letter: Letter) -> None:
    with pytest.raises(TypeError, match="back up"):
        serializers.serialize("json", [letter])


def test_a_migration_holds_the_kind_of_mask() -> None:
    _, path, args, kwargs = Letter._meta.get_field("phone").deconstruct()
    assert path == "zhiheng.mechanisms.privacy.fields.SealedText"
    assert SealedText(*args, **kwargs).mask == "phone"


def test_a_declaration_that_cannot_work_is_told_at_start_up() -> None:
    class Numbered(models.Model):
        secret = SealedText(mask="colour")

        class Meta:
            app_label = "letters_wrong"

    found = {error.id for error in Numbered._meta.get_field("secret").check(databases=[])}
    assert found == {"zhiheng.E003", "zhiheng.E004"}
    assert not [e for e in Answer.check(databases=[]) if isinstance(e, checks.Error) and "E00" in str(e.id)]


def test_an_attribute_is_a_text_that_knows_its_row(letter: Letter) -> None:
    assert isinstance(letter.phone, Sealed) and letter.phone.row is letter
