"""Pictures as plain data: where each line, bar and word stands. Templates write the SVG.

Whole numbers in units of a picture 360 wide; on a phone a unit is about a pixel. The same data
give the same picture: nothing here knows the day, the reader or the database.
"""

from kb.pictures.network import Network, Other, network
from kb.pictures.timeline import Stretch, Timeline, timeline

__all__ = ["Network", "Other", "Stretch", "Timeline", "network", "timeline"]
