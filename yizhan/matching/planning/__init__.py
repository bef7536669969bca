"""Planning for many at once: the market of some offices, worked out here or in several processes.

Rooms above plan with what stands here; `executors` says who does the work.
"""

from yizhan.matching.planning.market import Market, Window, read_market
from yizhan.matching.planning.pairings import Pairing, pairings
from yizhan.matching.planning.whole import Choice, WholePlan, plan_market

__all__ = ["Choice", "Market", "Pairing", "WholePlan", "Window", "pairings", "plan_market", "read_market"]
