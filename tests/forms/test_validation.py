"""A form takes what its schema and the person's rights allow, and says how to mend the rest."""

import datetime as dt
from decimal import Decimal

import pytest

from forms import FormInvalid, FormRefused, ReadOnlyField, load_form, validate
from forms.formats import is_credit_code, is_id_card, is_phone

APPLICATION = {
    "key": "application",
    "title": {"zh": "用气申请", "en": "Application for gas"},
    "schema": {
        "type": "object",
        "required": ["customer_name", "contact_phone", "category"],
        "properties": {
            "customer_name": {
                "type": "string",
                "title": "客户名称",
                "x-en": {"title": "Customer name"},
                "minLength": 2,
            },
            "contact_phone": {"type": "string", "title": "联系电话", "format": "phone-cn"},
            "category": {
                "type": "string",
                "title": "用气类别",
                "enum": ["industrial", "commercial"],
                "enumNames": ["工业", "商业"],
                "x-en": {"title": "Category", "enumNames": ["Industrial", "Commercial"]},
            },
            "monthly_flow": {"type": "number", "title": "月用气量", "exclusiveMinimum": 0},
            "credit_rating": {"type": "string", "title": "信用等级"},
            "code": {
                "type": "string",
                "title": "编号",
                "pattern": "^[A-Z]{2}[0-9]{4}$",
                "x-message": {"zh": "编号由两个大写字母和四位数字组成。", "en": "Two capitals and four digits."},
            },
            "appliances": {
                "type": "array",
                "title": "用气设备",
                "items": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {"kind": {"type": "string", "title": "设备名称"}},
                },
            },
        },
        "if": {"properties": {"category": {"const": "industrial"}}, "required": ["category"]},
        "then": {"required": ["licence"], "properties": {"licence": {"type": "string", "title": "营业执照号"}}},
    },
    "outcomes": [
        {"value": "accept", "label": {"zh": "受理", "en": "Accept"}, "style": "primary"},
        {"value": "return", "label": {"zh": "退回", "en": "Return"}},
    ],
    "outcome_field": "decision",
    "rights": {"credit_rating": "read"},
    "tasks": {"survey": {"*": "read", "monthly_flow": "required", "contact_phone": "masked", "code": "hidden"}},
}
GOOD = {
    "customer_name": "合肥徽味餐饮有限公司",
    "contact_phone": "13812341234",
    "category": "commercial",
    "decision": "accept",
}


@pytest.fixture(scope="module")
def form():
    return load_form(APPLICATION)


def refused(form, data, **more):
    with pytest.raises(FormInvalid) as caught:
        validate(form, data, **more)
    return {error.field: error for error in caught.value.errors}


def test_good_data_is_accepted_as_it_was_sent(form):
    assert validate(form, GOOD).data == GOOD


@pytest.mark.parametrize(
    ("change", "field", "code", "zh", "en"),
    [
        ({"customer_name": "徽"}, "/customer_name", "minLength", "“客户名称”至少需要 2 个字，请补充。", "at least 2"),
        ({"customer_name": "  "}, "/customer_name", "required", "请填写“客户名称”。", "Fill in “Customer name”."),
        ({"contact_phone": "12345"}, "/contact_phone", "format", "11 位手机号", "a phone number"),
        ({"category": "school"}, "/category", "enum", "“用气类别”只能是：工业、商业。", "Industrial, Commercial"),
        ({"category": "industrial"}, "/licence", "required", "请填写“营业执照号”。", "Fill in"),
        ({"monthly_flow": 0}, "/monthly_flow", "exclusiveMinimum", "“月用气量”必须大于 0。", "more than 0"),
        ({"monthly_flow": "many"}, "/monthly_flow", "type", "“月用气量”应为数字。", "must be a number"),
        ({"code": "x1"}, "/code", "pattern", "编号由两个大写字母和四位数字组成。", "Two capitals"),
        (
            {"appliances": [{"kind": "锅炉"}, {}]},
            "/appliances/1/kind",
            "required",
            "请填写“第 2 行 设备名称”。",
            "row 2",
        ),
        ({"decision": "burn"}, "/decision", "outcome", "受理、退回", "Accept, Return"),
        ({"nickname": "x"}, "/nickname", "unknown_field", "表单没有“nickname”", "no field"),
    ],
)
def test_a_problem_is_told_at_its_field_in_both_languages(form, change, field, code, zh, en):
    errors = refused(form, {**GOOD, **change}, lang="zh")
    assert set(errors) == {field}
    assert errors[field].code == code
    assert zh in errors[field].message
    assert en in refused(form, {**GOOD, **change}, lang="en")[field].message


def test_every_problem_is_told_at_once(form):
    assert set(refused(form, {"contact_phone": "1", "monthly_flow": -1})) == {
        "/customer_name",
        "/contact_phone",
        "/category",
        "/monthly_flow",
        "/decision",
    }


def test_a_forged_read_only_field_is_refused_by_name(form):
    with pytest.raises(ReadOnlyField) as caught:
        validate(form, {**GOOD, "credit_rating": "AAA"}, original={"credit_rating": "C"})
    assert [(error.field, error.code) for error in caught.value.errors] == [("/credit_rating", "read_only_field")]


def test_a_read_only_field_sent_back_unchanged_is_restored_from_the_original(form):
    original = {"credit_rating": "C", "monthly_flow": Decimal("12.50")}
    rights = {"monthly_flow": "read"}
    accepted = validate(form, {**GOOD, "credit_rating": "C", "monthly_flow": 12.5}, rights=rights, original=original)
    assert accepted.data["credit_rating"] == "C"
    assert accepted.data["monthly_flow"] == Decimal("12.50")


def test_true_is_not_taken_for_one(form):
    with pytest.raises(ReadOnlyField):
        validate(form, {**GOOD, "monthly_flow": True}, rights={"monthly_flow": "read"}, original={"monthly_flow": 1})


def test_a_hidden_field_is_dropped(form):
    accepted = validate(form, {**GOOD, "code": "AB1234"}, rights={"code": "hidden"}, original={"code": "ZZ9999"})
    assert "code" not in accepted.data


def test_a_masked_field_sent_back_masked_keeps_its_value_and_is_not_forged(form):
    rights, original = {"contact_phone": "masked"}, {"contact_phone": "13812341234"}
    assert validate(form, {**GOOD, "contact_phone": "138****1234"}, rights=rights, original=original).data[
        "contact_phone"
    ] == ("13812341234")
    with pytest.raises(ReadOnlyField):
        validate(form, {**GOOD, "contact_phone": "13900000000"}, rights=rights, original=original)


def test_a_required_field_that_may_only_be_read_blocks_nothing(form):
    rights = form.rights_at("survey")
    assert rights["customer_name"] == "read"
    accepted = validate(form, {"monthly_flow": 30, "decision": "accept"}, rights=rights, original={})
    assert accepted.data == {"monthly_flow": 30, "decision": "accept"}


def test_a_read_only_value_that_breaks_the_schema_blocks_nothing(form):
    rights = form.rights_at("survey")
    assert validate(
        form, {"monthly_flow": 30, "decision": "accept"}, rights=rights, original={"category": "old", "code": "?"}
    )


def test_a_task_may_require_what_the_schema_does_not(form):
    assert refused(form, {"decision": "accept"}, rights=form.rights_at("survey"))["/monthly_flow"].code == "required"


def test_a_field_that_is_not_sent_keeps_its_value_and_null_clears_it(form):
    original = {**GOOD, "monthly_flow": 12, "licence": "X"}
    assert validate(form, {"decision": "accept"}, original=original).data == {"decision": "accept"}
    cleared = validate(form, {"decision": "accept", "monthly_flow": None}, original=original).data
    assert cleared["monthly_flow"] is None
    assert "/customer_name" in refused(form, {"decision": "accept", "customer_name": None}, original=original)


def test_a_role_can_only_take_away(form):
    rights = form.rights_at("survey", role_rights={"contact_phone": "hidden", "customer_name": "edit"})
    assert (rights["contact_phone"], rights["customer_name"]) == ("hidden", "read")


def test_something_else_than_an_object_is_refused(form):
    assert refused(form, [1])[""].code == "not_an_object"


def test_english_shows_translations_and_chinese_never_shows_the_source_words(form):
    english, chinese = form.localised("en"), form.localised("zh")
    assert english["title"] == "Application for gas"
    assert english["schema"]["properties"]["customer_name"]["title"] == "Customer name"
    assert english["schema"]["properties"]["category"]["oneOf"][0] == {"const": "industrial", "title": "Industrial"}
    assert chinese["schema"]["properties"]["category"]["oneOf"][1] == {"const": "commercial", "title": "商业"}
    assert "x-en" not in str(chinese)
    assert english["schema"]["properties"]["code"]["x-message"] == "Two capitals and four digits."
    assert chinese["schema"]["properties"]["code"]["x-message"] == "编号由两个大写字母和四位数字组成。"
    assert chinese["outcomes"][0] == {"value": "accept", "label": "受理", "style": "primary"}


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"key": ""}, "/key", "missing"),
        ({"title": "x"}, "/title", "missing"),
        ({"schema": {"type": "array"}}, "/schema", "not_an_object"),
        ({"schema": {"type": "object", "properties": {"a": {"type": "objekt"}}}}, None, "schema_invalid"),
        ({"schema": {"type": "object", "properties": {"a": {"pattern": "(a+)+(?=b)"}}}}, None, "schema_invalid"),
        (
            {"schema": {"type": "object", "properties": {"a/b": {"$ref": "http://example.com/x"}}}},
            "/schema/properties/a~1b/$ref",
            "outside_reference",
        ),
        ({"tasks": {"survey": {"nothing": "read"}}}, "/tasks/survey/nothing", "unknown_field"),
        ({"rights": {"code": "write"}}, "/rights/code", "unknown_right"),
        ({"outcome_field": ""}, "/outcome_field", "missing"),
        ({"script": "x"}, "/script", "unknown_member"),
    ],
)
def test_a_form_that_cannot_be_used_is_refused_with_the_place(change, field, code):
    with pytest.raises(FormRefused) as caught:
        load_form({**APPLICATION, **change})
    errors = caught.value.errors
    assert code in {error.code for error in errors}
    if field is not None:
        assert field in {error.field for error in errors if error.code == code}


@pytest.mark.parametrize("data", [b"\xff\xfe", b"{", b"[]", b" " * 600_000])
def test_bytes_that_are_no_form_are_refused(data):
    with pytest.raises(FormRefused):
        load_form(data)


def test_chinese_numbers_are_checked_by_their_check_digits():
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")
    assert is_id_card("11010519491231002X")
    assert not is_id_card("110105194912310021")
    assert is_phone("0551-65432100")
    assert not is_phone("1234")


ORDERED = {
    "key": "finding",
    "title": {"zh": "认定", "en": "Finding"},
    "schema": {
        "type": "object",
        "properties": {
            "began_on": {
                "type": "string", "format": "date", "title": "开始日", "x-not-after": "today",
                "x-en": {"title": "Began on"},
            },
            "ended_on": {
                "type": "string", "format": "date", "title": "结束日", "x-not-before": "began_on",
                "x-en": {"title": "Ended on"},
            },
            "taken_at": {"type": "string", "format": "date-time", "title": "时间", "x-not-before": "began_on"},
        },
    },
}  # fmt: skip
NOON = dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"began_on": "2026-03-02", "ended_on": "2026-03-01"}, [("/ended_on", "“结束日”不能早于“开始日”。")]),
        ({"began_on": "2026-03-06"}, [("/began_on", "“开始日”不能晚于今天。")]),
        ({"began_on": "2026-03-05", "ended_on": "2026-03-05"}, []),
        (
            {"began_on": "2026-03-02", "taken_at": "2026-03-01T23:59:00+08:00"},
            [("/taken_at", "“时间”不能早于“开始日”。")],
        ),
        ({"began_on": "2026-03-02", "taken_at": "2026-03-01T16:00:00Z"}, []),
        ({"ended_on": "2026-03-01"}, []),
    ],
)
def test_dates_in_their_order(data, told):
    def wrong(lang):
        try:
            validate(load_form(ORDERED), data, now=NOON, lang=lang)
        except FormInvalid as problem:
            return [(one.field, one.message) for one in problem.errors]
        return []

    assert wrong("zh") == told
    if data.get("ended_on") == "2026-03-01" and told:
        assert wrong("en") == [("/ended_on", "“Ended on” must not be before “Began on”.")]


def test_an_order_by_a_field_that_is_not_there_is_refused():
    other = {**ORDERED, "schema": {"type": "object", "properties": {"a": {"type": "string", "x-not-after": "b"}}}}
    with pytest.raises(FormRefused) as refused:
        load_form(other)
    assert [one.field for one in refused.value.errors] == ["/schema/properties/a/x-not-after"]
