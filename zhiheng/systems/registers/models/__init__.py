"""The kinds of registers, one file each."""

from zhiheng.systems.registers.models.assured_unit import AssuredUnit
from zhiheng.systems.registers.models.cross_shop_network import CrossShopNetwork
from zhiheng.systems.registers.models.return_promise import ReturnPromise

__all__ = ["AssuredUnit", "CrossShopNetwork", "ReturnPromise"]
