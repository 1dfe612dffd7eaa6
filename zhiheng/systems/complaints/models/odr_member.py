"""Firms that settle disputes on line before the authority does."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from zhiheng.mechanisms.registers.models import Register


class OdrMember(Register):
    """12315 在线消费纠纷解决(ODR)企业: it joined of its own will, with a promise, and its county opened the account.

    While it is in the register a consumer may choose to have a dispute settled by it first.
    """

    clause: ClassVar[str] = "二(二)4"
    columns: ClassVar[tuple[str, ...]] = ("code", "name", "firm_code", "region", "valid_from", "valid_to")
    public: ClassVar[tuple[str, ...]] = ("code", "name", "firm_code", "region", "valid_from")

    class Meta:
        verbose_name = _("在线消费纠纷解决(ODR)企业")
        verbose_name_plural = _("在线消费纠纷解决(ODR)企业")
