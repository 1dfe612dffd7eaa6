"""Where each reporting region lies on the grid of tiles."""

PLACES = {
    "zhangjiakou": (1, 2),
    "chengde": (1, 4),
    "langfang": (2, 3),
    "tangshan": (2, 4),
    "qinhuangdao": (2, 5),
    "baoding": (3, 2),
    "xiongan": (3, 3),
    "cangzhou": (3, 4),
    "shijiazhuang": (4, 1),
    "dingzhou": (4, 2),
    "hengshui": (4, 3),
    "xingtai": (5, 1),
    "xinji": (5, 2),
    "handan": (6, 1),
}
"""Row and column of each square, roughly as the regions lie; a region that is not named stands at the end."""
