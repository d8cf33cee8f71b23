"""Where residents pay their share, checked as banks check it, and the code that pays it. Pure.

The key of an account is counted by the Bank of Russia's algorithm (weights 7, 1, 3 over three
digits of the BIC and the account). Accounts of the Treasury begin with 0 and carry no key; their
single treasury account, 40102, does. The code is of ГОСТ Р 56042-2014, in UTF-8 (ST00012).
"""

from __future__ import annotations

from collections.abc import Mapping

LENGTHS: Mapping[str, tuple[int, ...]] = {
    "inn": (10,),
    "kpp": (9,),
    "account": (20,),
    "bic": (9,),
    "bank_account": (20,),
    "kbk": (20,),
    "oktmo": (8, 11),
}
# Voluntary payments of residents towards initiative projects: 1 17 15 after the administrator.
SHARE_KBK = "11715"
_WEIGHTS = (7, 1, 3)
_NAME_MAX, _BANK_MAX, _PURPOSE_MAX = 160, 45, 210


def flaws(given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by field: "digits", "length", "key" or "kbk"; empty where all is right."""
    found = {}
    for name, lengths in LENGTHS.items():
        said = given.get(name, "")
        if not (said.isascii() and said.isdigit()):
            found[name] = "digits"
        elif len(said) not in lengths:
            found[name] = "length"
    if "kbk" not in found and given["kbk"][3:8] != SHARE_KBK:
        found["kbk"] = "kbk"
    if not {"bic", "account", "bank_account"} & set(found):
        bic = given["bic"]
        if not given["account"].startswith("0") and not has_key(bic[-3:], given["account"]):
            found["account"] = "key"
        if not has_key(f"0{bic[4:6]}", given["bank_account"]):
            found["bank_account"] = "key"
    return found


def has_key(prefix: str, account: str) -> bool:
    """Whether the ninth digit fits: the last digits of all weighted digits sum up to tens."""
    digits = [int(one) for one in prefix + account]
    return sum(_WEIGHTS[n % 3] * one % 10 for n, one in enumerate(digits)) % 10 == 0


def code(given: Mapping[str, str], purpose: str, kopecks: int | None = None) -> str:
    """What the QR of a receipt says; the sum in kopecks where it is known."""
    values = {
        "Name": given["name"][:_NAME_MAX],
        "PersonalAcc": given["account"],
        "BankName": given["bank_name"][:_BANK_MAX],
        "BIC": given["bic"],
        "CorrespAcc": given["bank_account"],
        "PayeeINN": given["inn"],
        "KPP": given["kpp"],
        "CBC": given["kbk"],
        "OKTMO": given["oktmo"],
        "Purpose": purpose[:_PURPOSE_MAX],
    }
    if kopecks:
        values["Sum"] = str(kopecks)
    return "|".join(["ST00012", *(f"{k}={v.replace('|', ' ')}" for k, v in values.items())])
